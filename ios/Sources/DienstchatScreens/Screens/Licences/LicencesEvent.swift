/// What happens on the page about licences.
public enum LicencesEvent: Sendable {
  case closed
}
