import DienstchatScreens
import Foundation

/// Keeps what is chosen, which is no secret, among the app's settings.
@MainActor
struct UserDefaultsStore: PreferenceStore {
  func data(forKey key: String) -> Data? {
    UserDefaults.standard.data(forKey: key)
  }

  func set(_ data: Data?, forKey key: String) {
    UserDefaults.standard.set(data, forKey: key)
  }
}
