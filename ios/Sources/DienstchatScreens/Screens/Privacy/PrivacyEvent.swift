/// What happens on the page about privacy.
public enum PrivacyEvent: Sendable {
  case closed
}
