/// A link to a duty's chat.
public struct LinkState: Equatable, Sendable {
  /// How far it leads.
  public enum Stage: Equatable, Sendable {
    case opening
    case opened(DutyID)
    case stopped(Stop)
  }

  /// Why it leads to no chat.
  public enum Stop: Equatable, Sendable {
    /// The person has to sign in first, perhaps to another organisation too.
    case signIn(ov: String, isOther: Bool)
    case notOnDuty, removed, deleted, invalid, sealed, offline, server
    case storage(AccountUnavailable)
    /// A fault of the app's own.
    case internalError
    /// Somebody has given it up.
    case cancelled

    /// Whether the same may work later.
    public var canRetry: Bool {
      switch self {
      case .notOnDuty, .offline, .server, .sealed, .storage, .cancelled, .internalError: true
      case .signIn, .removed, .deleted, .invalid: false
      }
    }
  }

  public var stage = Stage.opening
  public var title: String
  public var hint: String?
  /// Whether there are duties to go to.
  public var hasAccounts = false
  /// The account that cannot be used, where it is known which one it is.
  public var account: String?

  /// Whether to offer what helps with an account that cannot be used.
  public var canAskWhatToDo: Bool { account != nil || stage == .stopped(.sealed) }
}
