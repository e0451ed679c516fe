import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("My duties", .timeLimit(.minutes(1)))
@MainActor
struct DutiesTests {
  private let phone = Phone()

  private func model(_ work: @MainActor (DutiesModel) async throws -> Void) async rethrows {
    let model = DutiesModel(phone.surroundings)
    try await model.following {
      await phone.core.chatFeed.isFollowed()
      await phone.core.accountFeed.isFollowed()
      try await work(model)
    }
  }

  @Test("are active first, then read only, in the core's order")
  func sections() async {
    await model { model in
      #expect(!model.state.isLoaded)
      #expect(!model.state.isEmpty)
      phone.core.chatFeed.give([
        Sample.chat("1"), Sample.chat("2"), Sample.chat("3", phase: .readOnly),
        Sample.chat("4", phase: .deleted),
      ])
      #expect(model.state.active.map(\.id.duty) == ["1", "2"])
      #expect(model.state.readOnly.map(\.id.duty) == ["3"])
      phone.core.chatFeed.give([])
      #expect(model.state.isEmpty)
    }
  }

  @Test("say when, where, how many are unread and how long it remains")
  func row() async throws {
    try await model { model in
      phone.core.chatFeed.give([Sample.chat(last: Sample.item("Bin da"), unread: 2)])
      let row = try #require(model.state.active.first)
      #expect(row.title == "Stadtfest")
      #expect(row.when == "Heute, 17:00 – 21:00")
      #expect(row.meetingPoint == "Treffpunkt: Wache")
      #expect(row.line == "\u{2068}Ben\u{2069}: \u{2068}Bin da\u{2069}")
      #expect(row.last?.time == "18:00")
      #expect(row.unread == 2)
      #expect(row.remaining == "Noch 2 Tage schreiben")
      #expect(row.organisation == nil)
      #expect(row.spoken.contains("2 ungelesene Nachrichten"))
    }
  }

  @Test("say what stands in the place of a last message", arguments: [
    (nil, "Noch keine Nachrichten"), (Content.waiting(reason: .keyMissing), "Nachricht wartet auf ihren Schlüssel"),
    (.deleted, "Nachricht gelöscht"), (.unsupported, "Nachricht, die diese Version nicht anzeigen kann"),
  ])
  func line(_ content: Content?, _ line: String) async {
    await model { model in
      phone.core.chatFeed.give([Sample.chat(last: content.map { Sample.item("", id: "$1", content: $0) })])
      #expect(model.state.active.first?.line == line)
    }
  }

  @Test("say so when a chat is sealed or cancelled")
  func sealed() async {
    await model { model in
      phone.core.chatFeed.give([
        Sample.chat("1", sealed: .removed), Sample.chat("2", sealed: .notListed),
        Sample.chat("3", state: .cancelled, phase: .readOnly),
      ])
      #expect(model.state.active.map(\.line) == [phone.texts.sealedRemoved, phone.texts.sealedNotListed])
      #expect(model.state.readOnly.first?.spoken.contains("Abgesagt") == true)
      #expect(model.state.readOnly.first?.remaining == "Noch 32 Tage lesbar")
    }
  }

  @Test("count down while they are shown")
  func minutes() async {
    await model { model in
      phone.core.chatFeed.give([Sample.chat()])
      await phone.clock.isWaitedFor()
      phone.clock.pass(.seconds(60 * 60 * 28))
      await phone.clock.isWaitedFor()
      #expect(model.state.active.first?.remaining == "Noch 23 Stunden schreiben")
      #expect(model.state.active.first?.when == "Gestern, 17:00 – 21:00")
    }
  }

  @Test("name the organisation when there are several accounts")
  func organisations() async {
    phone.preferences.remember(OrganisationName(ov: "xyz", name: "DRK Musterstadt"))
    await model { model in
      phone.core.accountFeed.give([Sample.account(), Sample.account("other", ov: "abc")])
      phone.core.chatFeed.give([Sample.chat(), Sample.chat(account: "other", ov: "abc")])
      #expect(model.state.active.map(\.organisation) == ["DRK Musterstadt", "ABC"])
      #expect(Set(model.state.active.map(\.id)).count == 2)
      // Two people share the phone; who, is not known yet.
      phone.core.accountFeed.give([Sample.account(), Sample.account("other")])
      phone.core.chatFeed.give([Sample.chat(), Sample.chat(account: "other")])
      #expect(model.state.active.map(\.organisation) == ["DRK Musterstadt", "DRK Musterstadt"])
    }
  }

  @Test("say which account cannot be used", arguments: [
    AccountState.sealed(reason: .signInAgain), .sealed(reason: .blocked), .sealed(reason: .noContact),
    .unavailable(reason: .damaged),
  ])
  func notices(_ state: AccountState) async {
    await model { model in
      phone.core.accountFeed.give([Sample.account(), Sample.account("other", ov: "abc", state)])
      #expect(model.state.notices.map(\.account) == ["other"])
      #expect(model.state.notices.first?.text.contains("ABC") == true)
      model.send(.openedNotice(account: "other"))
      #expect(phone.navigator.top == .problem(account: "other"))
    }
  }

  @Test("are refreshed for each account that can be")
  func refreshed() async {
    phone.core.infos = [
      Sample.account("a"), Sample.account("b", .sealed(reason: .blocked)), Sample.account("c"),
    ]
    let model = DutiesModel(phone.surroundings)
    phone.core.syncing.shut()
    model.send(.refreshed)
    model.send(.refreshed)
    #expect(model.state.isRefreshing)
    await phone.core.syncing.isWaitedAt()
    phone.core.syncing.open()
    await model.settled()
    #expect(phone.core.calls == ["accounts", "syncOnce a", "syncOnce c"])
    #expect(!model.state.isRefreshing)
    #expect(!model.state.hasRefreshFailed)
  }

  @Test("say that they could not be refreshed where nothing else does", arguments: [
    (SyncError.Server, true), (.Busy, true), (.Offline, false), (.Sealed, false), (.SignedOut, false),
  ])
  func refreshFailed(_ error: SyncError, _ isTold: Bool) async {
    phone.core.infos = [Sample.account()]
    phone.core.failures["syncOnce"] = error
    let model = DutiesModel(phone.surroundings)
    model.send(.refreshed)
    await model.settled()
    #expect(model.state.hasRefreshFailed == isTold)
    #expect(!model.state.isRefreshing)
  }

  @Test("are refreshed for the other accounts too when one fails, also after one without a connection")
  func refreshedPast() async {
    phone.core.infos = ["a", "b", "c"].map { Sample.account($0) }
    phone.core.failures["syncOnce a"] = SyncError.Offline
    phone.core.failures["syncOnce b"] = SyncError.Server
    let model = DutiesModel(phone.surroundings)
    model.send(.refreshed)
    await model.settled()
    #expect(phone.core.calls == ["accounts", "syncOnce a", "syncOnce b", "syncOnce c"])
    #expect(model.state.hasRefreshFailed)
  }

  @Test("say so when there is no network")
  func offline() async {
    await model { model in
      // It listens only once it has begun to.
      await phone.clock.isWaitedFor()
      phone.network.changed(isOnline: false)
      while !model.state.isOffline { await Task.yield() }
      phone.network.changed(isOnline: true)
      while model.state.isOffline { await Task.yield() }
    }
  }

  @Test("say so when any account is without a connection, until it is back")
  func connection() async {
    let missing = Sample.account("a", offline: true)
    await model { model in
      phone.network.accountsAre([missing, Sample.account("b")])
      while !model.state.isOffline { await Task.yield() }
      // Another network may lead nowhere either.
      phone.network.changed(isOnline: false)
      phone.network.changed(isOnline: true)
      // Who waits for changes has had its turn by then.
      for _ in 0..<10 { await Task.yield() }
      #expect(model.state.isOffline)
      phone.network.accountsAre([Sample.account("a"), Sample.account("b")])
      while model.state.isOffline { await Task.yield() }
    }
  }

  @Test("are there at once when they were read at the start")
  func atOnce() {
    let model = DutiesModel(phone.surroundings, chats: [Sample.chat()], accounts: [Sample.account()])
    #expect(model.state.isLoaded)
    #expect(model.state.active.count == 1)
  }

  @Test("stay when they cannot be read any more, and say so when they never could")
  func unreadable() async {
    await model { model in
      phone.core.chatFeed.fail(ClientError.Internal)
      #expect(model.state.failure != nil)
      #expect(!model.state.isEmpty)
      phone.core.chatFeed.give([Sample.chat()])
      #expect(model.state.failure == nil)
      phone.core.chatFeed.fail(ClientError.Internal)
      #expect(model.state.active.count == 1)
      #expect(model.state.failure == nil)
    }
  }

  @Test("lead to the chat and to the settings")
  func navigation() async {
    let model = DutiesModel(phone.surroundings)
    model.send(.opened(Sample.duty))
    model.send(.opened(Sample.duty))
    model.send(.openedSettings)
    model.send(.openedDetails(Sample.duty))
    #expect(phone.navigator.stack == [.chat(Sample.duty), .settings, .details(Sample.duty)])
  }
}
