import Dienstchat
import Foundation

@testable import DienstchatScenarios
@testable import DienstchatScreens

extension ScreenStep {
  static let open = ScreenStep(AppModel.self) { turn in
    try await turn.open()
    return .null
  }

  static let search = ScreenStep(OrganisationModel.self) { try await $0.search() }

  static let link = ScreenStep(LinkModel.self) { try await $0.link() }

  static let forgetLink = ScreenStep(LinkModel.self) { turn in
    try await turn.forgetLink()
    return .null
  }

  static let signOut = ScreenStep(SignOutModel.self) { turn in
    try await turn.signOut(account: turn.accountId())
  }

  static let signOutAfter = ScreenStep(SignOutAfterModel.self) { turn in
    let duty = try turn.step.flag("stays") ? nil : turn.dutyId()
    try await turn.signOut(account: turn.accountId(), after: duty)
    return .null
  }

  static let accounts = ScreenStep(SettingsModel.self) { try await $0.accounts() }

  static let problem = ScreenStep(ProblemModel.self) { turn in
    try await turn.problem(account: turn.accountId())
  }

  static let chats = ScreenStep(DutiesModel.self) { try await $0.chats() }
}

extension Turn {
  @MainActor
  fileprivate func open() async throws {
    let phone = try phone
    guard phone.app.current == nil else { throw Failure("the app is open") }
    let config = try run.config(of: phone)
    let app = AppModel(
      navigator: Navigator(), preferences: PreferenceKeeper(ForgetfulStore()),
      configuration: Configuration(
        connector: config.connector, appHosts: config.appHosts, issuers: config.issuers,
        redirectUri: "dienstchat://login"),
      deviceLanguages: { ["de"] }
    ) { _ in
      let opened = try await Dienstchat.open(
        config: config, keyStore: phone.keyStore, clock: phone.clock, connectivity: phone.connectivity)
      phone.app.set(opened)
      return LiveCore(opened)
    }
    app.send(.started)
    await app.settled()
    let accounts = try await phone.openApp().accounts().list()
    guard app.state.stage == .open(hasAccounts: !accounts.isEmpty) else {
      throw Failure("\(app.state.stage) with \(accounts.count) accounts")
    }
    guard app.duties?.state.isLoaded == true else { throw Failure("the first picture is empty") }
  }

  @MainActor
  fileprivate func search() async throws -> JSON {
    let model = OrganisationModel(try surroundings())
    model.send(.typed(try step.text("text")))
    model.send(.searched)
    await model.settled()
    switch model.state.results {
    case .found(let rows): return .array(rows.map(\.view))
    case .unknown: return .array([])
    case .problem(let problem, _):
      try step.shows(problem) { ($0 as? ClientError).map { OrganisationState.Problem($0) } }
    case .none, .searching: throw Failure("\(model.state.results) in \(step)")
    }
  }

  @MainActor
  fileprivate func link() async throws -> JSON {
    let surroundings = try surroundings()
    let link = try step.text("link")
    surroundings.navigator.push(.link(link))
    let model = LinkModel(surroundings, link: link)
    await model.follow()
    switch model.state.stage {
    case .opening: throw Failure("it does not end: \(step)")
    case .opened(let chat):
      guard surroundings.navigator.stack == [.chat(chat)] else {
        throw Failure("it leads to \(surroundings.navigator.stack)")
      }
      return ["account": .string(chat.account), "chat": .string(chat.duty)]
    case .stopped(.signIn(let ov, let isOther)):
      guard isOther == (try await !surroundings.core.accounts().isEmpty) else {
        throw Failure("another organisation: \(isOther)")
      }
      return ["sign_in": .string(ov)]
    case .stopped(let stop):
      try step.shows(stop) { ($0 as? LinkError).map { LinkState.Stop($0) } }
    }
  }

  @MainActor
  fileprivate func forgetLink() async throws {
    let surroundings = try surroundings()
    guard let link = try await surroundings.core.rememberedLink() else {
      throw Failure("there is nothing to be forgotten")
    }
    let model = LinkModel(surroundings, link: link)
    model.send(.closed)
    await model.settled()
  }

  @MainActor
  fileprivate func signOut(account: String) async throws -> JSON {
    let surroundings = try surroundings()
    let model = SignOutModel(surroundings, account: account)
    await model.follow()
    model.send(.confirmed)
    await model.settled()
    switch model.state.stage {
    case .done: return ["server_told": .bool(true)]
    case .doneOffline: return ["server_told": .bool(false)]
    case .asking, .signingOut, .failed: throw Failure("\(model.state.stage) in \(step)")
    }
  }

  @MainActor
  fileprivate func signOut(account: String, after duty: String?) async throws {
    let model = SignOutAfterModel(try surroundings(), account: account)
    model.send(.chose(duty))
    await model.settled()
    guard let notice = model.state.notice else { return }
    try step.shows(notice) { ($0 as? SignOutAfterError)?.text(in: .german) }
  }

  @MainActor
  fileprivate func accounts() async throws -> JSON {
    let count = try await phone.openApp().accounts().list().count
    let shown = Shown(try settings())
    try await shown.becomes("all accounts are there") { $0.accounts.count == count }
    return .array(shown.model.state.accounts.map(\.view))
  }

  @MainActor
  fileprivate func problem(account: String) async throws -> JSON {
    let shown = Shown(ProblemModel(try surroundings(), account: account))
    try await shown.becomes("it is known what is wrong") { $0.standing != nil }
    try step.shows(shown.model.state.standing) { error in
      guard case ClientError.Store(let reason) = error else { return nil }
      return .unavailable(AccountUnavailable(reason))
    }
  }

  @MainActor
  fileprivate func chats() async throws -> JSON {
    let shown = Shown(DutiesModel(try surroundings()))
    try await shown.becomes("the chats are there") { $0.isLoaded || $0.failure != nil }
    if let failure = shown.model.state.failure { throw Failure(failure) }
    return .array(shown.model.state.rows.map(\.view))
  }

  @MainActor
  func settings() throws -> SettingsModel {
    SettingsModel(try surroundings(), owner: NoOwner(), version: "1")
  }
}

extension DutiesState {
  /// In the order on the screen.
  var rows: [DutyRow] { active + readOnly }
}

/// A device without a code.
struct NoOwner: DeviceOwner {
  let canBeAsked = false

  func isThere(reason: String) async -> Bool { false }
}
