import Foundation
import Testing

@testable import DienstchatScenarios

/// What both languages do the same: each file of `bindings/scenarios` is one test.
@Suite("Scenarios", .serialized)
struct ScenarioTests {
  @Test("Every step holds", arguments: Scenario.files)
  func scenario(file: String) async throws {
    try await Scenario(file: file).run()
  }

  @Test("No file is overlooked")
  func everyFile() {
    #expect(!Scenario.files.isEmpty)
    #expect(Scenario.others == ["README.md", "issuers.toml"])
    let numbers = Scenario.files.map { $0.prefix(2) }
    #expect(Set(numbers).count == numbers.count)
  }

  @Test("Every step is used")
  func everyStep() throws {
    let used = try Scenario.files.flatMap { try Scenario(file: $0).allSteps.map { try $0.action } }
    #expect(Set(StepKind.all.keys).subtracting(used) == [])
  }
}
