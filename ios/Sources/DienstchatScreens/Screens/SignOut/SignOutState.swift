/// Signing out, with what is lost.
public struct SignOutState: Equatable, Sendable {
  public enum Stage: Equatable, Sendable {
    case asking
    case signingOut
    /// Not everything could be deleted.
    case failed(text: String)
    /// Everything is gone here; the server could not be told.
    case doneOffline(text: String)
    case done
  }

  public let account: String
  /// Of which organisation, once that is known.
  public var question: String
  /// Whose account it is; nil where that is not known (yet).
  public var person: String?
  public let lost: String
  /// The messages that are not sent yet; nil when there are none, or it cannot be told.
  public var unsent: String?
  public var stage = Stage.asking

  /// What is said below the question, or of what became of it.
  public var hint: String {
    switch stage {
    case .asking, .signingOut, .done:
      [person, lost, unsent].compactMap(\.self).joined(separator: "\n\n")
    case .failed(let text), .doneOffline(let text): text
    }
  }
}
