import Foundation
import Testing

/// What both languages do the same: each file of `bindings/scenarios` is one test.
@Suite("Scenarios", .serialized)
struct ScenarioTests {
  static let files = (try? FileManager.default.contentsOfDirectory(atPath: Scenario.folder.path())) ?? []
  static let scenarios = files.filter { $0.wholeMatch(of: /\d\d-[a-z0-9-]+\.json/) != nil }.sorted()

  @Test("Every step holds", arguments: scenarios)
  func scenario(file: String) async throws {
    try await Scenario(file: file).run()
  }

  @Test("No file is overlooked")
  func everyFile() {
    #expect(!Self.scenarios.isEmpty)
    #expect(Set(Self.files).subtracting(Self.scenarios) == ["README.md", "issuers.toml"])
    let numbers = Self.scenarios.map { $0.prefix(2) }
    #expect(Set(numbers).count == numbers.count)
  }

  @Test("Every step is used")
  func everyStep() throws {
    let used = try Self.scenarios.flatMap { try Scenario(file: $0).allSteps.map { try $0.action } }
    #expect(Set(StepKind.all.keys).subtracting(used) == [])
  }
}
