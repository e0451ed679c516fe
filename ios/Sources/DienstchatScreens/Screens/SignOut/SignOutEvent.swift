/// What happens while somebody signs out.
public enum SignOutEvent: Sendable {
  /// Yes; or once more after a failure.
  case confirmed
  case closed
}
