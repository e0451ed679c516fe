import Foundation

/// One file, read strictly.
struct Scenario: Sendable {
  static let folder = Package.root.deletingLastPathComponent().appending(path: "scenarios")

  /// The names of all of them.
  static let files = listed.filter { $0.wholeMatch(of: /\d\d-[a-z0-9-]+\.json/) != nil }.sorted()
  /// What else is beside them.
  static let others = Set(listed).subtracting(files)
  private static let listed = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []

  private let needsStack: Bool
  private let world: [String: JSON]
  private let steps: [Step]

  init(file: String) throws {
    let content = try JSON(line: String(contentsOf: Self.folder.appending(path: file), encoding: .utf8))
    let unknown = Set(try content.object().keys).subtracting(["name", "needs", "world", "steps"])
    guard unknown.isEmpty else { throw Failure("\(file) has unknown fields: \(unknown)") }
    guard try !content.field("name").text().isEmpty else { throw Failure("\(file) has no name") }
    steps = try Step.list(content.field("steps"))
    let world = try content.object()["world"]
    switch try content.field("needs").text() {
    case "stack":
      needsStack = true
      self.world = try world?.object() ?? [:]
    case "nothing":
      guard world == nil, !steps.flatMap(\.all).contains(where: \.isOfTheWorld) else {
        throw Failure("\(file) has no world")
      }
      needsStack = false
      self.world = [:]
    case let other: throw Failure("\(file) needs \(other)")
    }
  }

  /// All steps, also those inside of others.
  var allSteps: [Step] { steps.flatMap(\.all) }

  func run(replacing: @escaping Replacement = { _ in nil }) async throws {
    let scratch = try Folder()
    if needsStack {
      try await onStack(scratch, replacing)
    } else {
      try await carryOut(Run(stack: nil, world: Self.nowhere(), folder: scratch.url, replacing: replacing))
    }
  }

  private func onStack(_ scratch: Folder, _ replacing: @escaping Replacement) async throws {
    let stack = try await StackProgram.shared.value
    let begin = world.merging(["do": "world"]) { _, new in new }
    let world = try await stack.send(.object(begin))
    let result: Result<Void, any Error>
    do {
      result = .success(try await carryOut(Run(stack: stack, world: world, folder: scratch.url, replacing: replacing)))
    } catch {
      result = .failure(error)
    }
    _ = try await stack.send(["do": "end", "world": world.field("id")])
    try result.get()
  }

  private func carryOut(_ run: Run) async throws {
    let result: Result<Void, any Error>
    do {
      result = .success(
        try await limited(to: .seconds(300), "the scenario") {
          try await run.all(steps, run.names)
          try run.nothingIsUnderWay()
        })
    } catch {
      result = .failure(error)
    }
    await run.end()
    try result.get()
  }

  /// What stands for a world where there is none: nobody listens there.
  private static func nowhere() -> JSON {
    [
      "connector": "http://127.0.0.1:1",
      "app_hosts": .array(["https://chat.example"]),
      "issuers": .string(Folder.issuers),
    ]
  }
}
