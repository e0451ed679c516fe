import Foundation
import Testing

/// The package's own files, for tests that hold them against each other.
enum Package {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The cases of each error that the generated source declares.
  static func generatedErrors() throws -> [String: Set<String>] {
    var errors: [String: Set<String>] = [:]
    var current: String?
    for line in try text("Sources/Dienstchat/Generated/Dienstchat.swift").split(separator: "\n") {
      if let match = line.firstMatch(of: /^(?:public )?enum (\w+): Swift\.Error/) {
        current = String(match.1)
        errors[current!] = []
      } else if line.hasPrefix("}") {
        current = nil
      } else if let error = current, let match = line.firstMatch(of: /^\s*case (\w+)/) {
        // `case .x` in a switch has a dot.
        errors[error]!.insert(String(match.1))
      }
    }
    return errors
  }
}
