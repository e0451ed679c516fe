/// Signing out after a duty, on phones that several people share.
public struct SignOutAfterState: Equatable, Sendable {
  /// A duty, or none.
  public struct Choice: Identifiable, Equatable, Sendable {
    /// Nil: it stays signed in.
    public let duty: String?
    public let text: String
    public let isChosen: Bool
    public var id: String? { duty }
  }

  public let account: String
  public var choices: [Choice] = []
  /// Why it could not be chosen.
  public var notice: String?
}
