/// What happens on the list of duties.
public enum DutiesEvent: Sendable {
  case opened(DutyID)
  case openedDetails(DutyID)
  case refreshed
  case openedSettings
  /// What is the matter with this account?
  case openedNotice(account: String)
}
