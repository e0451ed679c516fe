/// What happens while a link is followed.
public enum LinkEvent: Sendable {
  case retried
  /// Where the link asks for it.
  case signedIn
  /// To the list of duties.
  case closed
}
