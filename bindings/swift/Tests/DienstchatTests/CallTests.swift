import Foundation
import Testing

@testable import DienstchatScenarios

@Suite("Calls")
struct CallTests {
  /// Those that wait for the disk and cannot fail; all others that wait for it throw.
  private static let quiet: Set = ["Dienstchat.shutDown"]

  @Test("What reads the disk can be awaited, and what takes a cancellation ends with its task")
  func everyCall() throws {
    let waiting = try generated()
    #expect(waiting.count > 25)
    #expect(waiting == (try awaited()))
  }

  /// `Type.method` of each generated call that keeps its thread, or takes a cancellation.
  private func generated() throws -> Set<String> {
    var calls = Self.quiet
    var type: Substring?
    for line in try Package.text("Sources/Dienstchat/Generated/Dienstchat.swift").split(separator: "\n") {
      if let match = line.firstMatch(of: /^open class (\w+): (\w+)/) {
        // What an app implements has no protocol of its own beside it.
        type = match.2 == "\(match.1)Protocol" ? match.1 : nil
      } else if let type,
        let match = line.firstMatch(of: /^(?:open|public static) func `?(\w+)`?\((.*)\)(async )?throws/)
      {
        if match.3 == nil || match.2.contains("cancellation: Cancellation?") {
          calls.insert("\(type).\(match.1)")
        }
      }
    }
    return calls
  }

  /// `Type.method` of each asynchronous call that stands beside a generated one.
  private func awaited() throws -> Set<String> {
    let folder = "Sources/Dienstchat/Calls"
    var calls: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(
      atPath: Package.root.appending(path: folder).path())
    {
      let text = try Package.text("\(folder)/\(file)")
      let type = try #require(text.firstMatch(of: /extension (\w+) \{/)).1
      for match in text.matches(of: /public (?:static )?func (\w+)\(([^{]*)\) async/) {
        calls.insert("\(type).\(match.1)")
      }
    }
    // It is put together here: a loop that ends with the task.
    calls.remove("Account.synchronise")
    return calls
  }
}
