import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("A chat", .timeLimit(.minutes(1)))
@MainActor
struct ChatTests {
  private let phone = Phone()
  private let chat: FakeChat

  init() {
    chat = phone.chat()
  }

  private func model(_ work: @MainActor (ChatModel) async throws -> Void) async rethrows {
    let model = ChatModel(phone.surroundings, chat: Sample.duty)
    try await model.following {
      await chat.summary.isFollowed()
      await chat.members.isFollowed()
      await chat.fakeTimeline.windows.isFollowed()
      try await work(model)
    }
  }

  private func give(_ items: [TimelineItem], olderHere: Bool = false, incomplete: Bool = false) {
    chat.fakeTimeline.windows.give(Sample.window(items, olderHere: olderHere, incomplete: incomplete))
  }

  @Test("shows days, names and who is responsible")
  func rows() async {
    await model { model in
      chat.members.give([
        Sample.member("Anna", number: 1, role: .responsible, own: true),
        Sample.member("Ben", role: .responsible), Sample.member("Clara", number: 3),
      ])
      give([
        Sample.item("Gestern", minutes: -60 * 24), Sample.item("Eins"), Sample.item("Zwei", minutes: 1),
        Sample.item("Drei", sender: "@xyz_3:example.org", name: "Clara", minutes: 2),
        Sample.item("Später", sender: "@xyz_3:example.org", name: "Clara", minutes: 30),
        Sample.item("Weg", sender: "@xyz_9:example.org", name: nil, minutes: 31),
        Sample.item("Ich", sender: "@xyz_1:example.org", name: "Anna", own: true, minutes: 32),
      ])
      #expect(model.state.rows.count == 9)
      let days = model.state.rows.compactMap { if case .day(let day, _) = $0 { day } else { nil } }
      #expect(days == ["Gestern", "Heute"])
      let messages = model.state.messages
      #expect(messages.map(\.name) == [
        "Ben", "Ben", "Ben", "Clara", "Clara", "Nicht mehr eingeteilt", "Du",
      ])
      #expect(messages.map(\.isResponsible) == [true, true, true, false, false, false, true])
      #expect(messages.map(\.isContinued) == [false, false, true, false, false, false, false])
      #expect(messages[1].time == "18:00")
      #expect(messages[1].spoken == "Ben (verantwortlich), 18:00: Eins")
      #expect(Set(model.state.rows.map(\.id)).count == 9)
    }
  }

  @Test("says how far an own message is", arguments: [
    (ItemState.queued, "Wartet auf Verbindung"), (.sending, "Wird gesendet"), (.sent, "Gesendet"),
    (.failed(reason: .readOnly), "Nicht gesendet: Der Chat war schon geschlossen."),
    (.failed(reason: .notAMember), "Nicht gesendet: Du bist nicht mehr für diesen Dienst eingeteilt."),
    (.failed(reason: .tooLarge), "Nicht gesendet: Die Nachricht ist zu lang."),
    (.failed(reason: .refused), "Nicht gesendet: Der Server hat sie abgelehnt."),
  ])
  func stages(_ state: ItemState, _ text: String) async {
    await model { model in
      give([Sample.pending("Komme", state)])
      let message = model.state.messages.first
      #expect(message?.stageText == text)
      #expect(message?.spoken.hasSuffix(text) == true)
      #expect(message?.hasFailed == text.hasPrefix("Nicht"))
    }
  }

  @Test("says what stands in the place of a message", arguments: [
    WaitReason.beforeDevice, .keyMissing, .withheld, .refused,
  ])
  func waiting(_ reason: WaitReason) async {
    await model { model in
      give([Sample.item("", id: "$1", content: .waiting(reason: reason))])
      #expect(model.state.messages.first?.shown.isEmpty == false)
      #expect(model.state.messages.first?.content == .waiting(MessageWaiting(reason)))
    }
  }

  @Test("is closed with the reason, and whole again when that is over", arguments: [
    (ChatError.ChatDeleted, ChatClosed.Reason.deleted), (.NotAMember, .notAMember),
    (.Sealed, .accountSealed), (.NotFound, .notFound), (.Store(reason: .locked), .storage(.locked)),
    (.Internal, .internalError),
  ])
  func closed(_ error: ChatError, _ reason: ChatClosed.Reason) async {
    await model { model in
      chat.summary.give(Sample.chat())
      give([Sample.item("Eins")])
      #expect(model.state.closed == nil)
      chat.fakeTimeline.windows.fail(error)
      #expect(model.state.closed?.reason == reason)
      #expect(model.state.closed?.title.isEmpty == false)
      #expect(model.state.rows == [])
      #expect(!model.state.composer.isOpen)
      give([Sample.item("Eins")])
      #expect(model.state.closed == nil)
      #expect(model.state.composer.isOpen)
      chat.summary.fail(error)
      #expect(model.state.closed?.reason == reason)
    }
  }

  @Test("is closed for who was taken off the duty")
  func removed() async {
    await model { model in
      chat.summary.give(Sample.chat(sealed: .removed))
      chat.fakeTimeline.windows.fail(ChatError.NotAMember)
      #expect(model.state.closed?.reason == .sealed(.removed))
      #expect(model.state.sealed == .removed)
    }
  }

  @Test("says why it cannot be opened, and is opened when it can be")
  func opened() async {
    phone.core.failures["chat"] = ClientError.Store(reason: .locked)
    let model = ChatModel(phone.surroundings, chat: Sample.duty)
    await model.following {
      while model.state.closed == nil { await Task.yield() }
      #expect(model.state.closed?.reason == .storage(.locked))
      phone.core.failures = [:]
      model.send(.retried)
      await chat.summary.isFollowed()
      #expect(model.state.closed == nil)
      model.send(.openedProblem)
      #expect(phone.navigator.top == .problem(account: "account"))
    }
  }

  @Test("goes on where it was when it comes back from another screen")
  func followedAgain() async {
    let model = ChatModel(phone.surroundings, chat: Sample.duty)
    for text in ["Eins", "Zwei"] {
      await model.following {
        await chat.fakeTimeline.windows.isFollowed()
        give([Sample.item(text)])
        #expect(model.state.messages.map(\.shown) == [text])
      }
      while chat.fakeTimeline.windows.count > 0 { await Task.yield() }
    }
  }

  @Test("can be read only, with the date of its deletion", arguments: [
    (DutyState.planned, "Der Dienst ist vorbei."), (.cancelled, "Der Dienst ist abgesagt."),
    (.chatOff, "Der Chat wurde ausgeschaltet."),
  ])
  func readOnly(_ state: DutyState, _ beginning: String) async {
    await model { model in
      chat.summary.give(Sample.chat(state: state, phase: .readOnly))
      #expect(model.state.banner?.hasPrefix(beginning) == true)
      #expect(model.state.banner?.contains("Mi., 6. Jan. 2027, 21:00") == true)
      #expect(!model.state.composer.isOpen)
      chat.summary.give(Sample.chat())
      #expect(model.state.banner == nil)
      #expect(model.state.composer.isOpen)
    }
  }

  @Test("counts as read while its newest message is in view")
  func read() async {
    await model { model in
      chat.summary.give(Sample.chat(unread: 1))
      await model.settled()
      #expect(chat.calls.count { $0 == "markRead" } == 1)
      model.send(.atNewest(false))
      chat.summary.give(Sample.chat(unread: 2))
      await model.settled()
      #expect(chat.calls.count { $0 == "markRead" } == 1)
      #expect(model.state.unread == 2)
      model.send(.atNewest(true))
      await model.settled()
      #expect(chat.calls.count { $0 == "markRead" } == 2)
      chat.summary.give(Sample.chat(unread: 0))
      await model.settled()
      #expect(chat.calls.count { $0 == "markRead" } == 2)
    }
  }

  @Test("leads to its details, and says that nobody has said anything")
  func rest() async {
    await model { model in
      #expect(!model.state.isEmpty)
      give([])
      #expect(model.state.isEmpty)
      model.send(.openedDetails)
      #expect(phone.navigator.stack == [.details(Sample.duty)])
    }
  }

  @Test("shows all of a long message when it is asked for")
  func whole() async {
    let text = String(repeating: "Lang ", count: 3_000)
    await model { model in
      give([Sample.item(text, id: "$1")])
      #expect(model.state.messages.first?.isCut == true)
      #expect(model.state.messages.first?.shown.count == Foreign.message + 1)
      model.send(.askedForWhole(.event("$1")))
      #expect(model.state.messages.first?.isCut == false)
      #expect(model.state.messages.first?.shown == text)
    }
  }
}
