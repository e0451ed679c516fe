import Foundation

/// What the publisher fills in: `Configuration.json` and `Issuers.toml` in the app.
public struct Configuration: Equatable, Sendable {
  /// The address of the connector.
  public let connector: String
  /// The hosts of links to chats.
  public let appHosts: [String]
  /// The issuer table, in TOML.
  public let issuers: String
  /// Where a sign-in comes back to: one that the issuer table names, with the app's own scheme.
  public let redirectUri: String

  public init(connector: String, appHosts: [String], issuers: String, redirectUri: String) {
    self.connector = connector
    self.appHosts = appHosts
    self.issuers = issuers
    self.redirectUri = redirectUri
  }

  /// As the two files have it; empty what is missing or cannot be read.
  public init(json: Data?, issuers: Data?) {
    let file = json.flatMap { try? JSONDecoder().decode(File.self, from: $0) }
    self.init(
      connector: file?.connector ?? "", appHosts: file?.appHosts ?? [],
      issuers: issuers.map { String(decoding: $0, as: UTF8.self) } ?? "",
      redirectUri: file?.redirectUri ?? "")
  }

  /// `Configuration.json`.
  private struct File: Codable {
    let connector: String
    let appHosts: [String]
    let redirectUri: String
  }

  /// Whether something is missing that no server could make up for. The core looks at the rest.
  public struct Incomplete: Error {}

  func check() throws {
    if connector.isEmpty || appHosts.isEmpty || !namesIssuers || URL(string: redirectUri)?.scheme == nil {
      throw Incomplete()
    }
  }

  /// Whether the table has anything but comments.
  private var namesIssuers: Bool {
    issuers.split(whereSeparator: \.isNewline).contains { line in
      line.first { !$0.isWhitespace }.map { $0 != "#" } ?? false
    }
  }

  /// Whether this is what a browser comes back with after a sign-in.
  func isCallback(_ url: URL) -> Bool {
    guard let redirect = URLComponents(string: redirectUri),
      let back = URLComponents(url: url, resolvingAgainstBaseURL: false)
    else { return false }
    return redirect.scheme?.lowercased() == back.scheme?.lowercased() && redirect.host == back.host
      && redirect.path == back.path
  }
}
