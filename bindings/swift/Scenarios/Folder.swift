import Dienstchat
import Foundation

/// A data folder of its own, which is removed with it.
final class Folder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "dienstchat-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Settings of an installation that keeps its data here; nobody listens at the address.
  func config(
    connector: String = "http://127.0.0.1:1",
    appHosts: [String] = ["https://chat.example"],
    issuers: String = Folder.issuers
  ) -> Config {
    Config(
      dataDir: url.appending(path: "data").path(),
      connector: connector,
      appHosts: appHosts,
      issuers: issuers
    )
  }

  /// The table of the scenarios that need no server.
  static let issuers = try! String(
    contentsOf: Scenario.folder.appending(path: "issuers.toml"), encoding: .utf8)
}
