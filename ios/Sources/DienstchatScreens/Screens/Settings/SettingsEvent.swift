/// What happens on the settings.
public enum SettingsEvent: Sendable {
  case addedAccount
  /// What is the matter with this account?
  case openedAccount(String)
  /// To the duties of this account.
  case openedDuties(account: String)
  case signedOut(account: String)
  case openedSignOutAfter(account: String)
  case choseAppearance(Preferences.Appearance)
  /// Nil: as the device.
  case choseLanguage(Speech.Language?)
  case locked(Bool)
  case hidPreviews(Bool)
  case openedPrivacy
  case openedLicences
}
