import Foundation

/// What happens to the app as a whole.
public enum AppEvent: Sendable {
  case started
  case becameActive
  case wentToBackground
  /// A link of either form, or what a browser came back with.
  case followed(URL)
  case networkChanged(isOnline: Bool)
  /// The person has changed the device's languages, or the app's.
  case languageChanged
}
