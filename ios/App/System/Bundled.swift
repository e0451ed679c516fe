import DienstchatScreens
import Foundation

/// What is in the app's bundle.
enum Bundled {
  /// What the publisher has filled in; empty where the files are missing, with which the app says that
  /// it cannot start.
  static var configuration: Configuration {
    Configuration(json: data("Configuration", "json"), issuers: data("Issuers", "toml"))
  }

  static var licences: Data? { data("Licences", "json") }

  static var version: String {
    Bundle.main.object(forInfoDictionaryKey: "CFBundleShortVersionString") as? String ?? ""
  }

  private static func data(_ name: String, _ kind: String) -> Data? {
    Bundle.main.url(forResource: name, withExtension: kind).flatMap { try? Data(contentsOf: $0) }
  }
}
