/// What happens on the page about licences.
public enum LicencesEvent: Sendable {
  /// A component's licence is to be read, or has been read.
  case toggled(Component.ID)
}
