import Dienstchat

/// A step as it stands in the file, or, while it runs, with all names filled in.
struct Step: Sendable {
  private let fields: [String: JSON]
  /// Those inside of it.
  let steps: [Step]

  /// The steps of a list, each of which has to be known, with fields that are known.
  static func list(_ list: JSON) throws -> [Step] {
    try list.array().map { try Step($0) }
  }

  private init(_ json: JSON) throws {
    var fields = try json.object()
    let inner = fields.removeValue(forKey: "steps")
    self.fields = fields
    steps = try inner.map(Self.list) ?? []
    if isOfTheWorld { return }
    guard let kind = StepKind.all[try action] else { throw Failure("there is no such step: \(json)") }
    let unknown = Set(fields.keys).subtracting(kind.fields)
    guard unknown.isEmpty else { throw Failure("unknown fields \(unknown): \(json)") }
    guard (inner != nil) == kind.hasSteps else { throw Failure("with or without steps? \(json)") }
  }

  private init(fields: [String: JSON], steps: [Step]) {
    self.fields = fields
    self.steps = steps
  }

  var isOfTheWorld: Bool { fields["world"] != nil }

  /// Its `do`, or its `world`.
  var action: String {
    get throws { try text(isOfTheWorld ? "world" : "do") }
  }

  subscript(field: String) -> JSON? { fields[field] }

  func text(_ field: String) throws -> String { try required(field).text() }

  func textOrNil(_ field: String) throws -> String? { try fields[field].orNil?.text() }

  func number(_ field: String) throws -> Int { try required(field).int() }

  func numberOrNil(_ field: String) throws -> Int? { try fields[field]?.int() }

  /// Whether the field is true; false when it is left out.
  func flag(_ field: String) throws -> Bool { try fields[field]?.bool() ?? false }

  func filled(_ names: Names) throws -> Step {
    Step(fields: try names.filled(.object(fields)).object(), steps: steps)
  }

  /// It and those inside of it.
  var all: [Step] { [self] + steps.flatMap(\.all) }

  /// The fields of a command, without what is the runner's.
  func command() -> [String: JSON] {
    var command = fields
    command["keep"] = nil
    command["do"] = command.removeValue(forKey: "world")
    return command
  }

  private func required(_ field: String) throws -> JSON {
    guard let value = fields[field] else { throw Failure("this step lacks \(field): \(self)") }
    return value
  }
}

extension Step: CustomStringConvertible {
  var description: String { JSON.object(fields).line }
}

/// Carries a step out, and returns its answer.
typealias Action = @Sendable (Turn) async throws -> JSON

/// What is to be done instead of what a step does by itself, as by the screens of an app; nil for what
/// it does by itself. What a step may say and has to answer is the same.
typealias Replacement = @Sendable (Step) -> Action?

/// What a step may say and does.
struct StepKind: Sendable {
  let fields: Set<String>
  let hasSteps: Bool
  let action: Action

  init(_ fields: Set<String>, hasSteps: Bool = false, action: @escaping Action) {
    self.fields = fields
    self.hasSteps = hasSteps
    self.action = action
  }

  /// Every step of the app, by its name.
  static let all = [phone, app, chat, subscription, order]
    .reduce(into: [:]) { all, steps in all.merge(steps) { first, _ in first } }

  // The fields that go with calls, and those that say on what.
  static let onAnswer: Set = ["do", "error", "gives", "keep"]
  static let onApp = onAnswer.union(["app"])
  static let onAccount = onApp.union(["account", "held"])
  static let onChat = onAccount.union(["duty"])
}

/// A step that is carried out now.
struct Turn: Sendable {
  let run: Run
  let step: Step
  let names: Names

  var phone: Phone {
    get throws { try run.phone(step.textOrNil("app") ?? "app") }
  }

  var cancellation: Cancellation? {
    get throws { try step.textOrNil("cancellation").map(run.cancellation) }
  }

  func accountId() async throws -> String {
    if let id = try step.textOrNil("account") { return id }
    guard let first = try await phone.openApp().accounts().list().first else {
      throw Failure("there is no account")
    }
    return first.id
  }

  func dutyId() throws -> String {
    try step.textOrNil("duty") ?? names.find("world.duty_id").text()
  }

  /// The account that the step is about.
  func account() async throws -> Account {
    if let held = try step.textOrNil("held") { return try phone.held(held).account }
    return try await phone.openApp().accounts().get(id: accountId())
  }

  /// The chat that the step is about.
  func chat() async throws -> Chat {
    if let held = try step.textOrNil("held") { return try phone.held(held).chat }
    return try await account().chat(dutyId: dutyId())
  }
}
