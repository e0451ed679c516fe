/// The app as a whole: opening, open, or unable to.
public struct AppState: Equatable, Sendable {
  public enum Stage: Equatable, Sendable {
    case opening
    /// What is on this device is there. Without any account the organisation is chosen first.
    case open(hasAccounts: Bool)
    case failed(StartFailure)
  }

  public var stage = Stage.opening
  /// Whether opening takes so long that it is to be seen that something is going on.
  public var isSlow = false
  public var language: Speech.Language
  public var appearance: Preferences.Appearance
}

/// Why the app cannot start.
public struct StartFailure: Equatable, Sendable {
  public let title: String
  public let hint: String
  /// Whether the same may work later.
  public let canRetry: Bool
}
