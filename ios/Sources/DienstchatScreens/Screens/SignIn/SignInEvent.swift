/// What happens while somebody signs in.
public enum SignInEvent: Sendable {
  /// To the browser; or once more after a failure.
  case continued
  case cancelled
  /// Does what helps after a failure.
  case did(SignInRemedy)
}
