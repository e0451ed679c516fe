import Dienstchat

/// Synchronises every account that can be, for as long as the app is in the foreground.
@MainActor
public final class Synchroniser {
  private let core: any CoreAccounts
  private var running: [String: Task<Void, any Error>] = [:]
  /// The accounts that can be synchronised.
  private var active: Set<String> = []
  /// Those of them that came to be so while an earlier synchronisation was still ending.
  private var again: Set<String> = []
  private var following: Task<Void, Never>?

  public init(_ core: any CoreAccounts) {
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
    active = []
    again = []
    for task in ending { task.cancel() }
    for task in ending { _ = await task.result }
  }

  private func accountsAre(_ result: Result<[AccountInfo], any Error>) {
    guard following != nil, case .success(let accounts) = result else { return }
    let before = active
    active = Set(accounts.filter { $0.state == .active }.map(\.id))
    again.formIntersection(active)
    for account in active.subtracting(before) {
      if running[account] == nil { synchronise(account) } else { again.insert(account) }
    }
  }

  /// Ends by itself when the account cannot be used any more, whatever the reason, and begins anew once
  /// it can; in between it is not tried.
  private func synchronise(_ account: String) {
    running[account] = Task { [core] in
      defer { ended(account) }
      try await core.synchronise(account: account)
    }
  }

  private func ended(_ account: String) {
    // One that was stopped is not there any more, or another one is in its place.
    guard !Task.isCancelled else { return }
    running[account] = nil
    if again.remove(account) != nil { synchronise(account) }
  }
}
