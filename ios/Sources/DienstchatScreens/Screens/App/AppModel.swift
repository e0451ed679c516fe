import Dienstchat
import Foundation
import Observation

/// Opens the core and holds what all screens stand on.
@MainActor
@Observable
public final class AppModel: Screen {
  /// So long the first picture is all that there is to be seen.
  static let patience = Duration.seconds(1)

  public private(set) var state: AppState
  /// What the screens stand on; nil until the core is open. After a change of the language it is
  /// another one, and the screens are made anew.
  public private(set) var surroundings: Surroundings?
  /// The list of duties, which is always there; ``follow()`` follows it too.
  public private(set) var duties: DutiesModel?

  public let navigator: Navigator
  public let preferences: PreferenceKeeper
  public let network: Network

  @ObservationIgnored private let opening: @MainActor (NetworkConnectivity) async throws -> any Core
  @ObservationIgnored private let deviceLanguages: @MainActor () -> [String]
  @ObservationIgnored private let configuration: Configuration
  @ObservationIgnored private let clock: CorrectedClock
  @ObservationIgnored private let pause: Pause
  @ObservationIgnored private let work = Work()
  @ObservationIgnored private var core: (any Core)?
  @ObservationIgnored private var synchroniser: Synchroniser?
  @ObservationIgnored private var isActive = false
  @ObservationIgnored private var isOpening = false
  /// What came before the core was open.
  @ObservationIgnored private var waiting: URL?

  /// - Parameter opening: Opens the core.
  public init(
    navigator: Navigator, preferences: PreferenceKeeper, network: Network = Network(),
    configuration: Configuration, deviceLanguages: @escaping @MainActor () -> [String],
    now: @escaping Now = { Date() }, pause: @escaping Pause = { try await Task.sleep(for: $0) },
    opening: @escaping @MainActor (NetworkConnectivity) async throws -> any Core
  ) {
    self.navigator = navigator
    self.preferences = preferences
    self.network = network
    self.configuration = configuration
    self.deviceLanguages = deviceLanguages
    clock = CorrectedClock(now)
    self.pause = pause
    self.opening = opening
    state = AppState(
      language: preferences.language(deviceLanguages: deviceLanguages()),
      appearance: preferences.current.appearance)
  }

  /// What the app says while it is not open either.
  public var texts: any Texts { Speech(state.language).texts }

  public func send(_ event: AppEvent) {
    switch event {
    case .started: start()
    case .becameActive:
      isActive = true
      becameActive()
    case .wentToBackground:
      isActive = false
      navigator.save()
      if let synchroniser { work.enqueue("sync") { await synchroniser.stop() } }
    case .followed(let url): followed(url)
    case .networkChanged(let isOnline):
      network.changed(isOnline: isOnline)
      core?.networkChanged()
    case .languageChanged: preferencesChanged()
    }
  }

  public func settled() async {
    await work.settled()
  }

  /// Follows which accounts there are, and the list of duties: also while another screen is above it, so
  /// that whoever comes to it finds no list of the past.
  public func follow() async {
    guard let core, let duties else { return }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await duties.follow() }
      await core.followAccounts { [weak self] in
        if case .success(let accounts) = $0 { self?.listed(accounts) }
      }
      group.cancelAll()
    }
  }

  /// What the system gives the app time for in the background: deletes what has to be deleted, and
  /// fetches what is new.
  public func maintain() async {
    guard let core else { return }
    _ = try? await core.maintain()
    guard let accounts = try? await core.accounts() else { return }
    // Nobody follows them while no scene is there.
    listed(accounts)
    for account in accounts where account.state == .active {
      if Task.isCancelled { return }
      try? await core.syncOnce(account: account.id)
    }
  }

  /// Takes over what was chosen in the settings.
  public func preferencesChanged() {
    state.appearance = preferences.current.appearance
    let language = preferences.language(deviceLanguages: deviceLanguages())
    guard language != state.language else { return }
    state.language = language
    if let core { surround(core, chats: duties?.chats, accounts: duties?.accounts ?? []) }
  }

  private func start() {
    // The scene and the background task both say it, and one folder takes one core.
    guard core == nil, !isOpening else { return }
    isOpening = true
    state.stage = .opening
    let patience = Task { [pause] in
      if (try? await pause(Self.patience)) != nil { self.state.isSlow = self.isOpening }
    }
    work.begin("start") {
      defer {
        self.isOpening = false
        self.state.isSlow = false
        patience.cancel()
      }
      do {
        try await self.open()
      } catch {
        self.state.stage = .failed(StartFailure(error, self.texts))
      }
    }
  }

  private func open() async throws {
    try configuration.check()
    let core = try await opening(network.connectivity)
    do {
      // Read before the first picture is drawn, which so shows the list.
      let accounts = try await core.accounts()
      let chats = try? await core.chats()
      opened(core, accounts, chats)
    } catch {
      // It lets go of the folder, for the next try.
      await core.shutDown()
      throw error
    }
  }

  private func opened(_ core: any Core, _ accounts: [AccountInfo], _ chats: [ChatSummary]?) {
    self.core = core
    synchroniser = Synchroniser(core)
    listed(accounts)
    surround(core, chats: chats, accounts: accounts)
    if isActive { becameActive() }
    if let url = waiting {
      waiting = nil
      followed(url)
    }
  }

  /// Goes by what the accounts know of the time and of the network, and leaves those that are not here any
  /// more, also those that have signed themselves out: nothing that names them stays behind.
  private func listed(_ accounts: [AccountInfo]) {
    clock.accountsAre(accounts)
    network.accountsAre(accounts)
    state.stage = .open(hasAccounts: !accounts.isEmpty)
    if navigator.leave(accountsBut: Set(accounts.map(\.id))) { navigator.save() }
  }

  private func surround(_ core: any Core, chats: [ChatSummary]?, accounts: [AccountInfo]) {
    let surroundings = Surroundings(
      core: core, speech: Speech(state.language), navigator: navigator, preferences: preferences,
      network: network, clock: clock, pause: pause)
    self.surroundings = surroundings
    duties = DutiesModel(surroundings, chats: chats, accounts: accounts)
  }

  private func becameActive() {
    guard let core, let synchroniser else { return }
    work.enqueue("sync") {
      // Whatever fails is tried again the next time.
      _ = try? await core.maintain()
      if self.isActive { synchroniser.start() }
    }
  }

  private func followed(_ url: URL) {
    guard let core else {
      // The last one counts: the person sees one screen.
      waiting = url
      return
    }
    guard configuration.isCallback(url) else { return navigator.follow(url.absoluteString) }
    work.begin {
      let url = url.absoluteString
      if (try? await core.signInCallback(url)) == true { return }
      // The app was started anew in between. What was not begun here is dropped.
      guard (try? await core.expects(callback: url)) == true else { return }
      if let account = try? await core.finishSignIn(callback: url) {
        await self.surroundings?.continueAfterSignIn(to: account)
      }
    }
  }
}
