@testable import DienstchatScenarios

extension Package {
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
