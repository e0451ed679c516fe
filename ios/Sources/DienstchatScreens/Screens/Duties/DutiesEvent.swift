/// What happens on the list of duties.
public enum DutiesEvent: Sendable {
  case opened(DutyID)
  case openedDetails(DutyID)
  case refreshed
  /// Only the duties of this account; nil: all.
  case chose(account: String?)
  case openedSettings
  /// What is the matter with this account?
  case openedNotice(account: String)
}
