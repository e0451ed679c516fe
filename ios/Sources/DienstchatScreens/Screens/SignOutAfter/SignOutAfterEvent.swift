/// What happens while the duty is chosen after which an account signs itself out.
public enum SignOutAfterEvent: Sendable {
  /// Nil: it is to stay.
  case chose(String?)
}
