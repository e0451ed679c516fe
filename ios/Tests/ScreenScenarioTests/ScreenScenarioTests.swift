import Foundation
import Testing

@testable import DienstchatScenarios

/// The scenarios of the bindings, with the screens between the person and the core.
@Suite("Scenarios on screens", .serialized)
struct ScreenScenarioTests {
  @Test("Every step holds", arguments: Scenario.files)
  func scenario(file: String) async throws {
    let scenario = try Scenario(file: file)
    let steps = try ScreenSteps(scenario)
    try await scenario.run { step in (try? steps.screenStep(step))??.action }
  }

  @Test("The table says which model has steps in which file")
  func table() throws {
    let readme = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "README.md"),
      encoding: .utf8)
    let lines = readme.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
    let rows = try Self.rows()
    #expect(lines == rows, "write:\n\(rows.joined(separator: "\n"))")
  }

  @Test("Every model that asks something of the core has steps in some file")
  func everyModel() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/DienstchatScreens/Screens")
    let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path())
    let asking = try folders.map { "\($0)Model" }.filter { model in
      let file = sources.appending(path: "\(model.dropLast(5))/\(model).swift")
      return try String(contentsOf: file, encoding: .utf8).contains("surroundings.core")
        || model == "AppModel"
    }
    #expect(asking.count > 8)
    #expect(Set(asking).subtracting(try Self.files().keys) == [])
  }

  private static func files() throws -> [String: [String]] {
    var files: [String: [String]] = [:]
    for file in Scenario.files {
      let scenario = try Scenario(file: file)
      let steps = try ScreenSteps(scenario)
      for model in Set(try scenario.allSteps.compactMap { try steps.screenStep($0)?.model }) {
        files[model, default: []].append(String(file.prefix(2)))
      }
    }
    return files
  }

  private static func rows() throws -> [String] {
    try files().map { "| `\($0)` | \($1.joined(separator: ", ")) |" }.sorted()
  }
}
