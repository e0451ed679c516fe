import Dienstchat

@testable import DienstchatScenarios
@testable import DienstchatScreens

extension ScreenStep {
  static func start(_ synchronisers: Synchronisers) -> ScreenStep {
    ScreenStep("Synchroniser") { turn in
      let account = try await turn.accountId()
      try await synchronisers.start(account, of: turn.phone)
      return .null
    }
  }

  static func stop(_ synchronisers: Synchronisers) -> ScreenStep {
    ScreenStep("Synchroniser") { turn in
      try await synchronisers.stop(
        turn.step.textOrNil("account"), of: turn.phone, byItself: turn.step.textOrNil("error") != nil)
      return .null
    }
  }
}

/// The app in the foreground, for one account each.
@MainActor
final class Synchronisers {
  private var running: [(phone: Phone, scope: OneAccount, synchroniser: Synchroniser)] = []

  nonisolated init() {}

  func start(_ account: String, of phone: Phone) throws {
    guard !running.contains(where: { $0.phone === phone && $0.scope.account == account }) else {
      throw Failure("it is running")
    }
    let scope = OneAccount(account, LiveCore(try phone.openApp()))
    let synchroniser = Synchroniser(scope)
    synchroniser.start()
    running.append((phone, scope, synchroniser))
  }

  /// Stops it, or waits until it ends by itself; throws what it ended with.
  func stop(_ account: String?, of phone: Phone, byItself: Bool) async throws {
    guard
      let index = running.firstIndex(where: {
        $0.phone === phone && (account == nil || $0.scope.account == account)
      })
    else { throw Failure("it is not running") }
    let one = running.remove(at: index)
    if byItself { await one.scope.hasEnded.becomes(true) }
    await one.synchroniser.stop()
    if let error = one.scope.error.current { throw error }
  }
}

/// The core with one account alone, as a step names one. It notes how a synchronisation ends.
private final class OneAccount: CoreAccounts {
  let account: String
  let hasEnded = Condition()
  let error = Locked<(any Error)?>(nil)
  private let core: any CoreAccounts

  init(_ account: String, _ core: any CoreAccounts) {
    self.account = account
    self.core = core
  }

  func accounts() async throws -> [AccountInfo] {
    try await core.accounts().filter { $0.id == account }
  }

  func followAccounts(_ each: @escaping Each<[AccountInfo]>) async {
    await core.followAccounts { [account] in each($0.map { $0.filter { $0.id == account } }) }
  }

  func synchronise(account: String) async throws {
    do {
      try await core.synchronise(account: account)
    } catch {
      if !(error is CancellationError) { self.error.set(error) }
      hasEnded.set(true)
      throw error
    }
  }

  func syncOnce(account: String) async throws {
    try await core.syncOnce(account: account)
  }

  func signOut(account: String) async throws -> SignedOut {
    try await core.signOut(account: account)
  }

  func signOut(account: String, after duty: String?) async throws {
    try await core.signOut(account: account, after: duty)
  }

  func maintain() async throws -> UInt64 {
    try await core.maintain()
  }
}
