import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("A draft", .timeLimit(.minutes(1)))
@MainActor
struct ChatDraftTests: ChatSuite {
  let world = ChatWorld(isOpen: true)

  @Test("goes on with the draft that was kept")
  func draft() async {
    chat.kept = "Wer bringt"
    await model { model in
      #expect(model.state.composer == ChatState.Composer(text: "Wer bringt", isOpen: true, canSend: true))
    }
  }

  @Test("keeps the draft when nobody types for a moment")
  func kept() async {
    await model { model in
      for text in ["W", "We", "Wer"] { model.send(.typed(text)) }
      await phone.clock.isWaitedFor(by: 2)
      #expect(chat.kept == nil)
      phone.clock.pass(ChatModel.draftDelay)
      await model.settled()
      #expect(chat.calls.filter { $0.hasPrefix("setDraft") } == ["setDraft Wer"])
    }
  }

  @Test("keeps the draft at once when the screen is left")
  func left() async {
    await model { model in
      model.send(.typed("Wer"))
      model.send(.looking(false))
      await model.settled()
      #expect(chat.kept == "Wer")
    }
  }

  @Test("says so when the draft cannot be kept, but not of a chat that is closed")
  func draftFailed() async {
    await model { model in
      chat.failures["setDraft"] = ChatError.ChatDeleted
      model.send(.typed("Wer"))
      model.send(.looking(false))
      await model.settled()
      #expect(model.state.notice == nil)
      chat.failures["setDraft"] = ChatError.Store(reason: .storage)
      model.send(.looking(false))
      await model.settled()
      #expect(model.state.notice == phone.texts.chatDraftFailed)
    }
  }

  @Test("that cannot be read is read again, and what was typed meanwhile comes after it")
  func lost() async {
    chat.kept = "Wer bringt "
    chat.failures["draft"] = ChatError.Store(reason: .storage)
    await model { model in
      #expect(model.state.notice == phone.texts.chatDraftLost)
      model.send(.noticeRead)
      model.send(.typed("Kaffee"))
      model.send(.looking(false))
      await model.settled()
      // What was kept is not overwritten by what could not be put after it, and the person knows.
      #expect(chat.kept == "Wer bringt ")
      #expect(model.state.composer.text == "Kaffee")
      #expect(model.state.notice == phone.texts.chatDraftFailed)
      model.send(.noticeRead)
      // Once is enough.
      model.send(.typed("Kaffee?"))
      model.send(.looking(false))
      await model.settled()
      #expect(model.state.notice == nil)
      chat.failures = [:]
      model.send(.typed("Kaffee mit"))
      model.send(.looking(false))
      await model.settled()
      #expect(model.state.composer.text == "Wer bringt Kaffee mit")
      #expect(chat.kept == "Wer bringt Kaffee mit")
    }
  }

  @Test("that cannot be read is read again when somebody asks for it")
  func retried() async {
    chat.kept = "Wer bringt"
    chat.failures["draft"] = ChatError.Store(reason: .locked)
    await model { model in
      #expect(model.state.composer.text == "")
      chat.failures = [:]
      model.send(.retried)
      await model.settled()
      #expect(model.state.composer.text == "Wer bringt")
    }
  }

  @Test("of a chat that is closed needs no words", arguments: [ChatError.ChatDeleted, .NotAMember, .Sealed])
  func closed(_ error: ChatError) async {
    chat.failures["draft"] = error
    await model { model in
      #expect(model.state.notice == nil)
    }
  }

  @Test("that is too long to be kept says so")
  func tooLong() async {
    await model { model in
      chat.failures["setDraft"] = ChatError.TextTooLong
      model.send(.typed("Wer"))
      model.send(.looking(false))
      await model.settled()
      #expect(model.state.notice == phone.texts.chatTooLong)
    }
  }
}
