import Dienstchat
import Foundation
import Testing

@testable import DienstchatScreens

@Suite("The app", .timeLimit(.minutes(1)))
@MainActor
final class AppTests {
  private let core = FakeCore()
  private let clock = VirtualClock()
  private let store = MemoryStore()
  private lazy var navigator = Navigator(keptIn: store)
  private let preferences = PreferenceKeeper(MemoryStore())
  private var languages = ["de-DE"]
  private var openFailure: (any Error)?
  private var openings = 0
  private let opening = Gate()
  private let callback = "dienstchat://login?code=abc&state=def"

  private func model(issuers: String = "[[issuers]]") -> AppModel {
    AppModel(
      navigator: navigator, preferences: preferences,
      configuration: Configuration(
        connector: "https://connector.example", appHosts: ["https://chat.example"], issuers: issuers,
        redirectUri: "dienstchat://login"),
      deviceLanguages: { [unowned self] in languages },
      now: { [clock] in MainActor.assumeIsolated { clock.now } }, pause: { [clock] in try await clock.pause($0) }
    ) { [unowned self] _ in
      openings += 1
      await opening.pass()
      if let openFailure { throw openFailure }
      return core
    }
  }

  private func started() async -> AppModel {
    let model = model()
    model.send(.started)
    await model.settled()
    return model
  }

  @Test("shows the stored list with its first picture")
  func firstFrame() async {
    core.infos = [Sample.account()]
    core.summaries = [Sample.chat()]
    let model = await started()
    #expect(model.state.stage == .open(hasAccounts: true))
    #expect(model.duties?.state.active.count == 1)
  }

  @Test("goes by the time that the accounts know, from its first picture on")
  func time() async {
    clock.offBy = 86_400
    core.infos = [Sample.account(clockOffset: -86_400)]
    core.summaries = [Sample.chat()]
    let model = await started()
    #expect(model.duties?.state.active.first?.remaining == German().dutiesWriteUntilDays(count: 2))
    #expect(model.surroundings?.now() == VirtualClock.start)
    await model.following {
      await core.accountFeed.isFollowed()
      clock.offBy = -86_400
      core.accountFeed.give([Sample.account(clockOffset: 86_400)])
      #expect(model.surroundings?.now() == VirtualClock.start)
      // Another language stands on the same clock.
      preferences.current.language = .english
      model.preferencesChanged()
      #expect(model.surroundings?.now() == VirtualClock.start)
    }
  }

  @Test("begins with the organisation where there is no account")
  func noAccount() async {
    let model = await started()
    #expect(model.state.stage == .open(hasAccounts: false))
    await model.following {
      await core.accountFeed.isFollowed()
      core.accountFeed.give([Sample.account()])
      #expect(model.state.stage == .open(hasAccounts: true))
    }
  }

  @Test("says so when it cannot start, and can be started again")
  func failed() async {
    openFailure = OpenError.DataFolder
    let model = await started()
    let texts = German()
    #expect(model.state.stage == .failed(
      StartFailure(title: texts.sealedStartFailed, hint: texts.sealedStartFailedHint, canRetry: true)))
    openFailure = nil
    model.send(.started)
    await model.settled()
    #expect(model.state.stage == .open(hasAccounts: false))
  }

  @Test("opens the core once, however often it is started")
  func once() async {
    opening.shut()
    let model = model()
    model.send(.started)
    await opening.isWaitedAt()
    model.send(.started)
    opening.open()
    await model.settled()
    model.send(.started)
    await model.settled()
    #expect(openings == 1)
    #expect(model.state.stage == .open(hasAccounts: false))
  }

  @Test("lets go of a core whose accounts cannot be read, before it opens another one")
  func unreadable() async {
    core.failures["accounts"] = ClientError.Internal
    let model = await started()
    #expect(core.calls == ["accounts", "shutDown"])
    core.failures = [:]
    model.send(.started)
    await model.settled()
    #expect(openings == 2)
    #expect(model.state.stage == .open(hasAccounts: false))
  }

  @Test("keeps the list up to date under other screens, such as the first sign-in")
  func underOthers() async {
    let model = await started()
    navigator.stack = [.signIn(.organisation(ov: "xyz", name: nil))]
    await model.following {
      await core.chatFeed.isFollowed()
      core.chatFeed.give([Sample.chat()])
      #expect(model.duties?.state.active.count == 1)
    }
  }

  @Test("leaves an account that has signed itself out while it was not there")
  func goneAtStart() async {
    navigator.stack = [.chat(Sample.duty), .details(Sample.duty)]
    navigator.keep(.event("$1"), of: Sample.duty)
    navigator.save()
    core.infos = [Sample.account("other")]
    _ = await started()
    #expect(navigator.stack == [])
    let again = Navigator(keptIn: store)
    #expect(again.stack == [])
    #expect(again.anchor(of: Sample.duty) == nil)
  }

  @Test("leaves an account that signs itself out, and keeps nothing that names it")
  func goneMeanwhile() async {
    core.infos = [Sample.account(), Sample.account("other")]
    let model = await started()
    navigator.stack = [.settings, .chat(Sample.duty)]
    navigator.keep(.event("$1"), of: Sample.duty)
    navigator.keep(.event("$2"), of: DutyID(account: "other", duty: "1"))
    model.send(.wentToBackground)
    await model.settled()
    #expect(Navigator(keptIn: store).anchor(of: Sample.duty) == .event("$1"))
    await model.following {
      await core.accountFeed.isFollowed()
      core.accountFeed.give([Sample.account("other")])
      #expect(navigator.stack == [.settings])
    }
    #expect(Navigator(keptIn: store).stack == [.settings])
    #expect(Navigator(keptIn: store).anchor(of: Sample.duty) == nil)
    #expect(Navigator(keptIn: store).anchor(of: DutyID(account: "other", duty: "1")) == .event("$2"))
  }

  @Test("leaves an account that signs itself out in the background")
  func goneInBackground() async {
    core.infos = [Sample.account()]
    let model = await started()
    navigator.stack = [.chat(Sample.duty)]
    core.infos = []
    await model.maintain()
    #expect(navigator.stack == [])
    #expect(model.state.stage == .open(hasAccounts: false))
  }

  @Test("does not start with a configuration that nobody has filled in", arguments: [
    "", "# [[issuers]]\n  # issuer = \"https://issuer.example\"\n\n",
  ])
  func unfilled(_ issuers: String) async {
    let model = model(issuers: issuers)
    model.send(.started)
    await model.settled()
    let texts = German()
    #expect(model.state.stage == .failed(
      StartFailure(
        title: texts.sealedStartFailed, hint: texts.sealedStartUnconfiguredHint, canRetry: false)))
    #expect(openings == 0)
  }

  @Test("says what it is that keeps it from starting", arguments: [
    (OpenError.InvalidConnector as any Error, German().sealedStartUnconfiguredHint),
    (OpenError.InvalidAppHost, German().sealedStartUnconfiguredHint),
    (OpenError.InvalidIssuers, German().sealedStartUnconfiguredHint),
    (OpenError.DataFolder, German().sealedStartFailedHint),
    (CocoaError(.fileWriteOutOfSpace), German().sealedStartFailedHint),
    (OpenError.Network, German().internalError), (OpenError.Internal, German().internalError),
  ])
  func reasons(_ error: any Error, _ hint: String) async {
    openFailure = error
    let model = await started()
    guard case .failed(let failure) = model.state.stage else {
      Issue.record("\(model.state.stage)")
      return
    }
    #expect(failure.hint == hint)
  }

  @Test("says that it is opening only when that takes long")
  func slow() async {
    opening.shut()
    let model = model()
    model.send(.started)
    await opening.isWaitedAt()
    await clock.isWaitedFor()
    #expect(!model.state.isSlow)
    clock.pass(AppModel.patience)
    while !model.state.isSlow { await Task.yield() }
    opening.open()
    await model.settled()
    #expect(!model.state.isSlow)
    #expect(model.state.stage == .open(hasAccounts: false))
  }

  @Test("synchronises in the foreground only, after it has deleted what has to be")
  func foreground() async {
    core.infos = [Sample.account()]
    let model = await started()
    model.send(.becameActive)
    await core.accountFeed.isFollowed()
    #expect(core.calls.suffix(1) == ["maintain"])
    core.accountFeed.give([Sample.account(), Sample.account("sealed", .sealed(reason: .blocked))])
    await core.synchronising.isFollowed()
    model.send(.wentToBackground)
    await model.settled()
    #expect(core.calls.suffix(2) == ["synchronise account", "stopped account"])
  }

  @Test("deletes and fetches in the background")
  func background() async {
    core.infos = [Sample.account(), Sample.account("sealed", .sealed(reason: .blocked))]
    core.failures["maintain"] = ClientError.Store(reason: .locked)
    let model = await started()
    await model.maintain()
    #expect(core.calls.suffix(3) == ["maintain", "accounts", "syncOnce account"])
  }

  @Test("follows a link, also one that came before it was open")
  func links() async throws {
    let model = model()
    model.send(.followed(try #require(URL(string: "https://chat.example/d/xyz/1"))))
    model.send(.followed(try #require(URL(string: "dienstchat://duty/xyz/2"))))
    model.send(.started)
    await model.settled()
    #expect(navigator.stack == [.link("dienstchat://duty/xyz/2")])
    navigator.stack = [.settings, .privacy]
    model.send(.followed(try #require(URL(string: "https://chat.example/d/xyz/3"))))
    #expect(navigator.stack == [.link("https://chat.example/d/xyz/3")])
  }

  @Test("hands a callback to the sign-in that waits for it")
  func awaitedCallback() async throws {
    core.awaited = [callback]
    let model = await started()
    model.send(.followed(try #require(URL(string: callback))))
    await model.settled()
    #expect(core.calls.last == "signInCallback \(callback)")
    #expect(navigator.stack == [])
  }

  @Test("finishes a sign-in that was begun before it was started anew, and drops any other")
  func coldCallback() async throws {
    let model = await started()
    model.send(.followed(try #require(URL(string: callback))))
    await model.settled()
    #expect(core.calls.last == "expects \(callback)")
    core.expected = [callback]
    core.remembered = "dienstchat://duty/xyz/4711"
    model.send(.followed(try #require(URL(string: callback))))
    await model.settled()
    #expect(core.calls.contains("finishSignIn \(callback)"))
    #expect(navigator.stack == [.link("dienstchat://duty/xyz/4711")])
  }

  @Test("tells the core of the network")
  func network() async {
    let model = await started()
    model.send(.networkChanged(isOnline: false))
    while !core.calls.contains("networkChanged") { await Task.yield() }
    #expect(!model.network.isOnline)
    #expect((try? model.network.connectivity.isOnline()) == false)
  }

  @Test("hears from the core which account is without a connection, until it is gone")
  func connection() async {
    core.infos = [Sample.account("a", offline: true), Sample.account("b")]
    let model = await started()
    #expect(model.network.isOffline("a"))
    #expect(!model.network.isOffline("b"))
    #expect(model.duties?.state.isOffline == true)
    await model.following {
      await core.accountFeed.isFollowed()
      core.accountFeed.give([Sample.account("b")])
      #expect(!model.network.isOffline)
      while model.duties?.state.isOffline == true { await Task.yield() }
    }
  }

  @Test("speaks another language at once")
  func language() async {
    core.infos = [Sample.account()]
    core.summaries = [Sample.chat()]
    let model = await started()
    #expect(model.duties?.state.active.first?.remaining == "Noch 2 Tage schreiben")
    preferences.current.language = .english
    model.send(.languageChanged)
    #expect(model.surroundings?.speech.language == .english)
    #expect(model.duties?.state.active.first?.remaining == "2 days left to write")
    preferences.current.language = nil
    languages = ["fr-FR", "de-AT"]
    model.send(.languageChanged)
    #expect(model.state.language == .german)
    preferences.current.appearance = .dark
    model.send(.languageChanged)
    #expect(model.state.appearance == .dark)
  }
}

@Suite("Synchronising", .timeLimit(.minutes(1)))
@MainActor
struct SynchroniserTests {
  private let core = FakeCore()

  @Test("begins and ends with what can be done with the account")
  func accounts() async {
    let synchroniser = Synchroniser(core)
    synchroniser.start()
    synchroniser.start()
    await core.accountFeed.isFollowed()
    core.accountFeed.give([Sample.account()])
    await core.synchronising.isFollowed()
    core.accountFeed.give([Sample.account("account", .sealed(reason: .signInAgain))])
    core.synchronising.end()
    while !core.calls.contains("stopped account") { await Task.yield() }
    core.accountFeed.give([Sample.account()])
    await core.synchronising.isFollowed()
    await synchroniser.stop()
    #expect(core.calls == ["synchronise account", "stopped account", "synchronise account", "stopped account"])
    synchroniser.start()
    await core.synchronising.isFollowed()
    await synchroniser.stop()
    #expect(core.synchronising.count == 0)
  }

  @Test("begins anew for an account that was quicker than the end of the one before")
  func quick() async {
    let synchroniser = Synchroniser(core)
    synchroniser.start()
    await core.accountFeed.isFollowed()
    core.accountFeed.give([Sample.account()])
    await core.synchronising.isFollowed()
    core.accountFeed.give([Sample.account("account", .sealed(reason: .signInAgain))])
    core.accountFeed.give([Sample.account()])
    core.synchronising.end()
    while core.calls.count < 3 { await Task.yield() }
    await synchroniser.stop()
    #expect(core.calls == ["synchronise account", "stopped account", "synchronise account", "stopped account"])
  }

  @Test("does not go on by itself when it has failed")
  func failed() async {
    core.failures["synchronise"] = SyncError.SignedOut
    let synchroniser = Synchroniser(core)
    synchroniser.start()
    await core.accountFeed.isFollowed()
    core.accountFeed.give([Sample.account()])
    while core.calls.isEmpty { await Task.yield() }
    await synchroniser.stop()
    #expect(core.calls == ["synchronise account"])
  }
}
