/// What happens on the settings.
public enum SettingsEvent: Sendable {
  case addedAccount
  case openedAccount(String)
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
