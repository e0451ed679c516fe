/// Settings.
public struct SettingsState: Equatable, Sendable {
  /// An account on this device.
  public struct Account: Identifiable, Equatable, Sendable {
    public let id: String
    public let ov: String
    public let organisation: String
    /// Whose it is, where that is known.
    public let person: String?
    public let userId: String?
    public let standing: AccountStanding
    /// The standing in a word.
    public let text: String
    /// The duty after which it signs itself out; nil when it stays.
    public let lastDuty: String?
    /// The same in words.
    public let signOutAfter: String?
  }

  public var accounts: [Account] = []
  public var appearance = Preferences.Appearance.system
  /// Nil: as the device.
  public var language: Speech.Language?
  public var isLocked = false
  /// Whether the device has anything to unlock it with.
  public var canLock = false
  public var hidesPreviews = true
  public var version: String
}
