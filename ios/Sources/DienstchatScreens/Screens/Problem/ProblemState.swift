/// An account that cannot be used: sealed, damaged, its key lost, or of a newer version.
public struct ProblemState: Equatable, Sendable {
  /// What the person can do.
  public enum Action: Hashable, Sendable {
    case signIn
    case signOut
    case retry
  }

  public let account: String
  /// Nil: not known yet, or the account is gone.
  public var standing: AccountStanding?
  public var organisation = ""
  public var title = ""
  public var hint = ""
  /// The best one first.
  public var actions: [Action] = []
  public var isRetrying = false
  /// Why trying again did not help, in words.
  public var failure: String?
}

extension AccountStanding {
  /// What helps. Signing out deletes what is stored, so it is offered only where nothing else helps.
  var actions: [ProblemState.Action] {
    switch self {
    case .active: []
    case .sealed(.signInAgain): [.signIn, .signOut]
    case .sealed(.blocked): [.retry, .signOut]
    case .sealed(.noContact): [.retry]
    case .unavailable(.damaged), .unavailable(.keyMissing): [.signOut]
    case .unavailable(.newerVersion): []
    case .unavailable(.locked), .unavailable(.storage): [.retry]
    }
  }
}
