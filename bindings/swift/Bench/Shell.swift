import Dienstchat
import Foundation

/// A clock in Swift that counts how often it is asked.
final class SwiftClock: Clock, @unchecked Sendable {
  // Guards `count`, which is all that is unchecked here.
  private let lock = NSLock()
  private var count = 0

  var asked: Int { lock.withLock { count } }

  func nowMs() throws -> Int64 {
    lock.withLock { count += 1 }
    return Int64(Date().timeIntervalSince1970 * 1_000)
  }
}

/// Keeps nothing.
final class NoKeys: KeyStore {
  func get(name: String) throws -> Data? { nil }
  func put(name: String, secret: Data) throws {}
  func delete(name: String) throws {}
}

/// Settings of an installation that reaches nobody.
func config(in folder: URL) -> Config {
  Config(
    dataDir: folder.path(),
    connector: "http://127.0.0.1:1",
    appHosts: ["https://chat.example"],
    issuers: """
      [[issuers]]
      issuer = "https://issuer.example"
      client_id = "dienstchat-app"
      redirect_uris = ["dienstchat://login"]
      scopes = ["openid"]
      organisation_claim = "organisation_key"
      """
  )
}
