import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("Writing", .timeLimit(.minutes(1)))
@MainActor
struct ChatSendingTests: ChatSuite {
  let world = ChatWorld(isOpen: true)

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
      model.send(.looking(false))
      await model.settled()
      #expect(chat.calls.filter { $0.hasPrefix("send") } == ["send Komme gleich"])
      #expect(model.state.lastSent == .transaction("sent Komme gleich"))
      // The list can go there once it is there.
      #expect(model.state.lastSentRow == nil)
      timeline.windows.give(
        Sample.window([Sample.item("Eins"), Sample.pending("Komme gleich", .queued, id: "sent Komme gleich")]))
      #expect(model.state.lastSentRow == .message(.transaction("sent Komme gleich")))
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
      model.send(.looking(false))
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

  @Test("offers again what may go out, not what is too large, and nothing where nothing can be written", arguments: [
    (SendFailure.refused, Phase.active, true), (.notAMember, .active, true), (.tooLarge, .active, false),
    (.refused, .readOnly, false), (.readOnly, .readOnly, false),
  ])
  func offersAgain(_ reason: SendFailure, _ phase: Phase, _ offers: Bool) async throws {
    try await model { model in
      await timeline.windows.isFollowed()
      chat.summary.give(Sample.chat(phase: phase))
      timeline.windows.give(Sample.window([Sample.pending("Komme", .failed(reason: reason))]))
      let message = try #require(model.state.messages.first)
      #expect(message.hasFailed)
      #expect(model.state.offersSendAgain(message) == offers)
    }
  }

  @Test("offers again nothing that is on its way", arguments: [ItemState.queued, .sending, .sent, .received])
  func onItsWay(_ state: ItemState) async throws {
    try await model { model in
      await timeline.windows.isFollowed()
      timeline.windows.give(Sample.window([Sample.pending("Komme", state)]))
      let message = try #require(model.state.messages.first)
      #expect(!model.state.offersSendAgain(message))
    }
  }
}
