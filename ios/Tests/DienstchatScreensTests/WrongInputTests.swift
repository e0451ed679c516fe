import Dienstchat
import Foundation
import Testing

@testable import DienstchatScreens

/// What nobody should send, and somebody will.
@Suite("Wrong input", .timeLimit(.minutes(2)))
@MainActor
struct WrongInputTests {
  private nonisolated static let foreign = [
    String(repeating: "Sanitätsdienst ", count: 34).prefix(500).description,
    "\u{202E}tsefdatS", "👨‍👩‍👧‍👦🏳️‍🌈🇩🇪" + String(repeating: "👍🏽", count: 200), "", " \n\t", "\0\u{7F}",
    "شارع الملك فهد", String(repeating: "e\u{301}\u{302}\u{303}", count: 300),
    String(repeating: "W", count: 500),
  ]

  @Test("as a title or a name is shown, on one line, in both languages", arguments: foreign, Speech.Language.allCases)
  func titles(_ text: String, _ language: Speech.Language) throws {
    let phone = Phone(language)
    let model = DutiesModel(
      phone.surroundings,
      chats: [Sample.chat(title: text, place: text, last: Sample.item(text, id: "$1", name: text))])
    let row = try #require(model.state.active.first)
    for line in [row.title, row.spoken] + [row.meetingPoint, row.line].compactMap(\.self) {
      #expect(!line.isEmpty)
      #expect(!line.contains { $0.isNewline })
      #expect(!line.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) })
    }
    #expect(row.line.count < 1_000)
    // What is set apart is set apart to its end.
    let opened = row.line.unicodeScalars.count { $0.value == 0x2068 }
    #expect(opened == row.line.unicodeScalars.count { $0.value == 0x2069 })
  }

  @Test("as a name among the members is shown", arguments: foreign)
  func names(_ text: String) async {
    let member = DetailsState.Member(Sample.member(text, function: text), Speech(.german))
    #expect(!member.name.isEmpty)
    #expect(!member.spoken.contains { $0.isNewline })
  }

  @Test("as a search finds nothing and breaks nothing", arguments: foreign)
  func searches(_ text: String) async {
    let phone = Phone()
    let model = OrganisationModel(phone.surroundings)
    model.send(.typed(text))
    model.send(.searched)
    await model.settled()
    switch model.state.results {
    case .none, .unknown: break
    default: Issue.record("\(model.state.results)")
    }
  }

  @Test("a message of 64 KiB is shown in part, and whole when it is asked for")
  func largeMessage() async {
    let phone = Phone()
    let chat = phone.chat()
    let text = String(repeating: "🚑 Länge ", count: 65_536 / 12)
    let model = ChatModel(phone.surroundings, chat: Sample.duty)
    await model.following {
      await chat.fakeTimeline.windows.isFollowed()
      chat.fakeTimeline.windows.give(Sample.window([Sample.item(text, id: "$1")]))
      #expect(model.state.messages.first?.isCut == true)
      #expect(model.state.messages.first?.spoken.count ?? .max < LongText.beginning.scalars + 100)
      model.send(.askedForWhole(.event("$1")))
      #expect(model.state.messages.first?.shown == text)
      #expect(model.state.messages.first?.pieces.map(\.unicodeScalars.count).max() ?? .max <= LongText.piece.scalars)
    }
  }

  @Test("500 members are all listed")
  func members() async {
    let phone = Phone()
    let chat = phone.chat()
    let model = DetailsModel(phone.surroundings, chat: Sample.duty)
    await model.following {
      await chat.summary.isFollowed()
      await chat.members.isFollowed()
      chat.summary.give(Sample.chat())
      chat.members.give((1...500).map { Sample.member("Person \($0)", number: $0, joined: $0 % 2 == 0) })
      #expect(model.state.members.count == 500)
      #expect(model.state.membersTitle == "500 Personen eingeteilt")
      #expect(model.state.notYet?.contains("250") == true)
    }
  }

  @Test("a clock that is wrong by a day says nothing that is not so", arguments: [
    -86_400.0, 86_400.0 * 3, 86_400.0 * 400,
  ])
  func wrongClock(_ offBy: TimeInterval) async {
    let phone = Phone()
    phone.clock.offBy = offBy
    // The core goes by the server's time: the chat is active.
    let model = DutiesModel(phone.surroundings, chats: [Sample.chat()])
    #expect(model.state.active.count == 1)
    if offBy > 0 { #expect(model.state.active.first?.remaining == nil) }
    let chat = phone.chat()
    let screen = ChatModel(phone.surroundings, chat: Sample.duty)
    await screen.following {
      await chat.summary.isFollowed()
      chat.summary.give(Sample.chat())
      #expect(screen.state.composer.isOpen)
      #expect(screen.state.banner == nil)
    }
  }

  @Test("a clock that is wrong by a day is corrected once an account knows", arguments: [-86_400.0, 86_400.0])
  func correctedClock(_ offBy: TimeInterval) async {
    let chats = [Sample.chat(last: Sample.item("Eins"))]
    let right = DutiesModel(Phone().surroundings, chats: chats).state
    let phone = Phone()
    phone.clock.offBy = offBy
    let chat = phone.chat()
    let duties = DutiesModel(phone.surroundings, chats: chats)
    let screen = ChatModel(phone.surroundings, chat: Sample.duty)
    await duties.following {
      await screen.following {
        await chat.summary.isFollowed()
        await chat.fakeTimeline.windows.isFollowed()
        chat.summary.give(Sample.chat())
        chat.fakeTimeline.windows.give(Sample.window([Sample.item("Eins")]))
        // Both wait for the next minute.
        await phone.clock.isWaitedFor(by: 2)
        let today = ChatRow.day(phone.texts.today, before: .event("$Eins"))
        #expect(duties.state.active != right.active)
        #expect(screen.state.rows.first != today)
        phone.corrected.accountsAre([Sample.account(clockOffset: -offBy)])
        while duties.state.active != right.active || screen.state.rows.first != today, !Task.isCancelled {
          await Task.yield()
        }
        #expect(duties.state.active == right.active)
        #expect(screen.state.rows.first == today)
        #expect(screen.state.when == right.active.first?.when)
      }
    }
  }

  @Test("links by the hundred lead to the last of them")
  func links() async throws {
    let phone = Phone()
    let core = phone.core
    let app = AppModel(
      navigator: phone.navigator, preferences: phone.preferences,
      configuration: Configuration(
        connector: "https://connector.example", appHosts: ["https://chat.example"],
        issuers: "[[issuers]]", redirectUri: "dienstchat://login"),
      deviceLanguages: { ["de"] }
    ) { _ in core }
    app.send(.started)
    await app.settled()
    for number in 1...500 {
      app.send(.followed(try #require(URL(string: "dienstchat://duty/xyz/\(number)"))))
    }
    await app.settled()
    #expect(phone.navigator.stack == [.link("dienstchat://duty/xyz/500")])
    // What is no link of the app's goes to the core too, which says so.
    for text in ["dienstchat:", "dienstchat://login.evil/x", "https://", "x:" + String(repeating: "a", count: 100_000)] {
      guard let url = URL(string: text) else { continue }
      app.send(.followed(url))
      await app.settled()
      #expect(phone.navigator.stack.count == 1)
    }
  }

  @Test("no network at the first start says what is needed")
  func offlineFirst() async {
    let phone = Phone()
    phone.core.failures["search"] = ClientError.Offline
    let model = OrganisationModel(phone.surroundings)
    model.send(.typed("DRK"))
    model.send(.searched)
    await model.settled()
    #expect(model.state.results == .problem(.offline, text: phone.texts.organisationOffline))
  }

  @Test("10,000 changes of a chat leave what is there in the end")
  func manyChanges() async {
    let phone = Phone()
    let chat = phone.chat()
    let model = ChatModel(phone.surroundings, chat: Sample.duty)
    await model.following {
      await chat.fakeTimeline.windows.isFollowed()
      for number in 1...10_000 {
        chat.fakeTimeline.windows.give(Sample.window([Sample.item("Nr. \(number)")]))
      }
      #expect(model.state.messages.map(\.shown) == ["Nr. 10000"])
    }
  }

  @Test("a configuration with nothing, or nonsense, in it is not filled in", arguments: [
    nil, "", "[]", "{}", #"{"connector": "x", "appHosts": ["y"], "redirectUri": ""}"#,
  ])
  func configuration(_ json: String?) {
    let configuration = Configuration(json: json.map { Data($0.utf8) }, issuers: Data("[[issuers]]".utf8))
    #expect(throws: Configuration.Incomplete.self) { try configuration.check() }
  }

  @Test("only the sign-in's own address is its callback", arguments: [
    ("dienstchat://login?code=a", true), ("DIENSTCHAT://login", true), ("dienstchat://duty/xyz/1", false),
    ("dienstchat://login/x", false), ("https://login", false), ("dienstchat://login.example", false),
  ])
  func callbacks(_ url: String, _ isCallback: Bool) throws {
    let configuration = Configuration(
      json: Data(#"{"connector": "x", "appHosts": ["y"], "redirectUri": "dienstchat://login"}"#.utf8),
      issuers: Data("[[issuers]]".utf8))
    try configuration.check()
    let parsed = try #require(URL(string: url))
    #expect(configuration.isCallback(parsed) == isCallback)
  }
}
