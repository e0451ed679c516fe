import Dienstchat

/// Synchronises every account that can be, for as long as the app is in the foreground.
@MainActor
public final class Synchroniser {
  private struct Running {
    let number: Int
    let task: Task<Void, any Error>
  }

  private let core: any Core
  private var running: [String: Running] = [:]
  private var last = 0
  private var following: Task<Void, Never>?

  public init(_ core: any Core) {
    self.core = core
  }

  /// Begins, with each account when it can be used; a second call does nothing.
  public func start() {
    guard following == nil else { return }
    following = Task { [core] in
      await core.followAccounts { [weak self] in self?.accountsAre($0) }
    }
  }

  /// Ends what is under way, and returns when it has ended.
  public func stop() async {
    following?.cancel()
    following = nil
    let ending = running.values
    running = [:]
    for one in ending { one.task.cancel() }
    for one in ending { _ = await one.task.result }
  }

  private func accountsAre(_ result: Result<[AccountInfo], any Error>) {
    guard following != nil, case .success(let accounts) = result else { return }
    let active = Set(accounts.filter { $0.state == .active }.map(\.id))
    for (account, one) in running where !active.contains(account) {
      one.task.cancel()
      running[account] = nil
    }
    for account in active where running[account] == nil { synchronise(account) }
  }

  /// When it ends by itself, the account's state changes, and that begins it again.
  private func synchronise(_ account: String) {
    last += 1
    let number = last
    let task = Task { [core] in
      defer { if running[account]?.number == number { running[account] = nil } }
      try await core.synchronise(account: account)
    }
    running[account] = Running(number: number, task: task)
  }
}
