/// What happens while a link is followed.
public enum LinkEvent: Sendable {
  case retried
  /// What helps with the account that cannot be used?
  case askedWhatToDo
  /// Where the link asks for it.
  case signedIn
  /// To the list of duties.
  case closed
}
