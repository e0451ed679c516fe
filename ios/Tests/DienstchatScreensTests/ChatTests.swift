import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("A chat", .timeLimit(.minutes(1)))
@MainActor
struct ChatTests: ChatSuite {
  let world = ChatWorld()

  private func give(_ items: [TimelineItem], olderHere: Bool = false, incomplete: Bool = false) {
    timeline.windows.give(Sample.window(items, olderHere: olderHere, incomplete: incomplete))
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
      #expect(messages[1].spoken == "\u{2068}Ben\u{2069}, verantwortlich, 18:00: \u{2068}Eins\u{2069}")
      #expect(Set(model.state.rows.map(\.id)).count == 9)
    }
  }

  @Test("says what somebody is on the duty, or that they are not on it any more")
  func roles() async {
    await model { model in
      let items = [
        Sample.item("Eins"), Sample.item("Zwei", sender: "@xyz_3:example.org", name: "Clara"),
        Sample.item("Drei", sender: "@xyz_4:example.org", name: "Dora"),
        Sample.item("Vier", sender: "@xyz_5:example.org", name: nil),
        Sample.item("Fünf", sender: "@xyz_1:example.org", name: "Anna", own: true),
      ]
      give(items)
      // Nobody's role is known yet.
      #expect(model.state.messages.map(\.role) == [nil, nil, nil, nil, nil])
      #expect(model.state.messages[3].name == phone.texts.noName)
      chat.members.give([
        Sample.member("Anna", number: 1, role: .responsible, own: true),
        Sample.member("Ben", role: .responsible, function: "Fahrer\n"),
        Sample.member("Clara", number: 3, function: "Sanitäterin"),
      ])
      #expect(model.state.messages.map(\.role) == [
        "verantwortlich · \u{2068}Fahrer\u{2069}", "\u{2068}Sanitäterin\u{2069}",
        phone.texts.chatFormer, nil, nil,
      ])
      #expect(model.state.messages[3].name == phone.texts.chatFormer)
      #expect(model.state.messages[2].spoken.hasPrefix("\u{2068}Dora\u{2069}, \(phone.texts.chatFormer), "))
      chat.members.give([Sample.member("Ben"), Sample.member("Clara", number: 3)])
      #expect(model.state.messages.map(\.role) == [nil, nil, phone.texts.chatFormer, nil, nil])
    }
  }

  @Test("says from the beginning that there is no network")
  func offline() async {
    let model = ChatModel(phone.surroundings, chat: Sample.duty)
    // Before anybody follows.
    phone.network.changed(isOnline: false)
    await model.following {
      await chat.summary.isFollowed()
      #expect(model.state.isOffline)
      phone.network.changed(isOnline: true)
      while model.state.isOffline { await Task.yield() }
    }
  }

  @Test("says that its account is without a connection, and of no other")
  func connection() async {
    phone.network.accountsAre([Sample.account(offline: true)])
    await model { model in
      #expect(model.state.isOffline)
      phone.network.accountsAre([Sample.account(), Sample.account("other", offline: true)])
      while model.state.isOffline { await Task.yield() }
      #expect(phone.network.isOffline)
    }
  }

  @Test("says how far an own message is", arguments: [
    (ItemState.queued, "Wartet auf Verbindung"), (.sending, "Wird gesendet"), (.sent, "Gesendet"),
    (.failed(reason: .readOnly), "Nicht gesendet: Der Chat war schon geschlossen."),
    (.failed(reason: .notAMember), "Nicht gesendet: Du bist nicht mehr für diesen Dienst eingeteilt."),
    (.failed(reason: .tooLarge), "Nicht gesendet: Die Nachricht ist zu lang."),
    (.failed(reason: .refused), "Nicht gesendet: Der Server hat die Nachricht abgelehnt."),
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
      timeline.windows.fail(error)
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
      timeline.windows.fail(ChatError.NotAMember)
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
        await timeline.windows.isFollowed()
        give([Sample.item(text)])
        #expect(model.state.messages.map(\.shown) == [text])
      }
      while timeline.windows.count > 0 { await Task.yield() }
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
      #expect(model.state.messages.first?.shown.count == LongText.beginning.scalars + 1)
      #expect(model.state.messages.first?.pieces.count == 5)
      model.send(.askedForWhole(.event("$1")))
      #expect(model.state.messages.first?.isCut == false)
      #expect(model.state.messages.first?.shown == text)
      #expect(model.state.messages.first?.pieces.joined() == text)
      #expect(model.state.messages.first?.spoken.contains(text) == true)
    }
  }

  @Test("begins a line with each piece of a long message, without an empty one between them")
  func pieces() async {
    let lines = (1...250).map { "Zeile \($0)" }.joined(separator: "\n")
    await model { model in
      give([Sample.item(lines + "\n", id: "$1"), Sample.item("Bin da\n", id: "$2")])
      model.send(.askedForWhole(.event("$1")))
      #expect(model.state.messages[0].pieces.count == 3)
      #expect(model.state.messages[0].pieces.joined(separator: "\n") == lines + "\n")
      #expect(model.state.messages[1].pieces == ["Bin da\n"])
    }
  }
}
