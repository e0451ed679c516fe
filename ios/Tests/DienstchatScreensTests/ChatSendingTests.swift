import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("Writing", .timeLimit(.minutes(1)))
@MainActor
struct ChatSendingTests {
  private let phone = Phone()
  private let chat: FakeChat

  init() {
    chat = phone.chat()
  }

  private func model(_ work: @MainActor (ChatModel) async throws -> Void) async rethrows {
    let model = ChatModel(phone.surroundings, chat: Sample.duty)
    try await model.following {
      await chat.summary.isFollowed()
      chat.summary.give(Sample.chat())
      try await work(model)
    }
  }

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
      model.send(.left)
      await model.settled()
      #expect(chat.kept == "Wer")
    }
  }

  @Test("sends once, and empties the draft")
  func sends() async {
    await model { model in
      model.send(.typed("Komme gleich"))
      chat.sending.shut()
      model.send(.sent)
      model.send(.sent)
      #expect(model.state.composer.text == "")
      #expect(!model.state.composer.canSend)
      await chat.sending.isWaitedAt()
      model.send(.typed("Und noch"))
      chat.sending.open()
      model.send(.left)
      await model.settled()
      #expect(chat.calls.filter { $0.hasPrefix("send") } == ["send Komme gleich"])
      #expect(model.state.lastSent == .transaction("sent Komme gleich"))
      #expect(model.state.composer.text == "Und noch")
      #expect(chat.kept == "Und noch")
    }
  }

  @Test("keeps the order of what is sent quickly")
  func order() async {
    await model { model in
      chat.sending.shut()
      for number in 1...3 {
        model.send(.typed("Nr. \(number)"))
        model.send(.sent)
      }
      await chat.sending.isWaitedAt()
      chat.sending.open()
      await model.settled()
      #expect(chat.calls.filter { $0.hasPrefix("send") } == ["send Nr. 1", "send Nr. 2", "send Nr. 3"])
    }
  }

  @Test("keeps the words when they cannot be sent, and says why", arguments: [
    ChatError.TextTooLong, .ReadOnly, .NotAMember, .ChatDeleted, .Sealed, .Store(reason: .storage),
    .Internal, .Server,
  ])
  func failed(_ error: ChatError) async {
    await model { model in
      chat.failures["send"] = error
      model.send(.typed("Komme"))
      model.send(.sent)
      await model.settled()
      #expect(model.state.composer.text == "Komme")
      #expect(chat.kept == "Komme")
      #expect(model.state.notice?.isEmpty == false)
      model.send(.noticeRead)
      #expect(model.state.notice == nil)
    }
  }

  @Test("sends nothing that is empty or may not be written", arguments: ["", "  \n "])
  func nothing(_ text: String) async {
    await model { model in
      model.send(.typed(text))
      #expect(!model.state.composer.canSend)
      model.send(.sent)
      model.send(.typed("Doch"))
      chat.summary.give(Sample.chat(phase: .readOnly))
      #expect(!model.state.composer.canSend)
      model.send(.sent)
      model.send(.left)
      await model.settled()
      #expect(!chat.calls.contains { $0.hasPrefix("send") })
      #expect(model.state.composer.text == "Doch")
    }
  }

  @Test("sends again or deletes what was not sent")
  func again() async {
    await model { model in
      model.send(.sentAgain(.transaction("t1")))
      model.send(.discarded(.transaction("t2")))
      model.send(.discarded(.event("$1")))
      await model.settled()
      #expect(chat.calls.filter { !$0.hasPrefix("draft") } == ["retry t1", "discard t2"])
      chat.failures["retry"] = ChatError.NotQueued
      model.send(.sentAgain(.transaction("t1")))
      await model.settled()
      #expect(model.state.notice == nil)
      chat.failures["retry"] = ChatError.ReadOnly
      model.send(.sentAgain(.transaction("t1")))
      await model.settled()
      #expect(model.state.notice == phone.texts.chatFailedReadOnly)
    }
  }

  @Test("says so when the draft cannot be kept, but not of a chat that is closed")
  func draftFailed() async {
    await model { model in
      chat.failures["setDraft"] = ChatError.ChatDeleted
      model.send(.typed("Wer"))
      model.send(.left)
      await model.settled()
      #expect(model.state.notice == nil)
      chat.failures["setDraft"] = ChatError.Store(reason: .storage)
      model.send(.left)
      await model.settled()
      #expect(model.state.notice == phone.texts.chatDraftFailed)
    }
  }
}
