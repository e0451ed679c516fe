/// What happens while the organisation is chosen.
public enum OrganisationEvent: Sendable {
  case typed(String)
  /// The search is to begin at once.
  case searched
  case retried
  case chose(ov: String)
}
