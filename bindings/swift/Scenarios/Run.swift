import Dienstchat
import Foundation

/// A scenario under way: its phones, and what its steps have named.
final class Run: Sendable {
  let names = Names()
  let subscriptions = Locked<[String: any Subscribed]>([:])
  let tokens = Locked<[String: TimelineToken]>([:])
  let loopbacks = Locked<[String: Listening]>([:])
  let started = Locked<[String: Task<Void, any Error>]>([:])
  private let replacing: Replacement
  private let stack: StackProgram?
  private let world: JSON
  private let folder: URL
  private let phones = Locked<[String: Phone]>([:])
  private let cancellations = Locked<[String: Cancellation]>([:])

  init(stack: StackProgram?, world: JSON, folder: URL, replacing: @escaping Replacement) throws {
    self.replacing = replacing
    self.stack = stack
    self.world = world
    self.folder = folder
    names.keep(world, as: "world")
    setLog(log: PhoneLog.shared, level: .trace)
  }

  func phone(_ name: String) throws -> Phone {
    try phones.withLock { phones in
      if let phone = phones[name] { return phone }
      let phone = try Phone(folder: folder.appending(path: name))
      phones[name] = phone
      return phone
    }
  }

  func cancellation(_ name: String) -> Cancellation {
    cancellations.withLock { cancellations in
      let cancellation = cancellations[name] ?? Cancellation()
      cancellations[name] = cancellation
      return cancellation
    }
  }

  func subscription(_ name: String) throws -> any Subscribed {
    guard let subscription = subscriptions.current[name] else {
      throw Failure("there is no subscription \(name)")
    }
    return subscription
  }

  func loopback(_ name: String) throws -> Listening {
    guard let listening = loopbacks.current[name] else {
      throw Failure("nothing listens as \(name)")
    }
    return listening
  }

  func config(of phone: Phone) throws -> Config {
    Config(
      dataDir: phone.folder.appending(path: "data").path(),
      connector: try world.field("connector").text(),
      appHosts: try world.field("app_hosts").array().map { try $0.text() },
      issuers: try world.field("issuers").text()
    )
  }

  /// Sends a command to the world of this scenario.
  func toTheWorld(_ command: [String: JSON]) async throws -> JSON {
    guard let stack else { throw Failure("there is no world") }
    var command = command
    command["world"] = try world.field("id")
    return try await stack.send(.object(command))
  }

  func all(_ steps: [Step], _ names: Names) async throws {
    for step in steps { try await one(step.filled(names), names) }
  }

  func nothingIsUnderWay() throws {
    let names = started.current.keys
    guard names.isEmpty else { throw Failure("not joined: \(names)") }
  }

  /// Closes what is open, however far the scenario came.
  func end() async {
    PhoneLog.shared.fault.set("none")
    for cancellation in cancellations.current.values { cancellation.cancel() }
    for subscription in subscriptions.current.values { subscription.stop() }
    for phone in phones.current.values { await phone.closeApp() }
    for task in started.current.values { task.cancel() }
  }

  private func one(_ step: Step, _ names: Names) async throws {
    let answer: JSON
    if step.isOfTheWorld {
      answer = try await toTheWorld(step.command())
    } else if let given = try await call(step, names) {
      answer = given
    } else {
      return
    }
    if let expected = step["gives"], let reason = try mismatch(expected, answer) {
      throw Failure("\(reason)\nin \(step)")
    }
    if let name = try step.textOrNil("keep") { names.keep(answer, as: name) }
  }

  /// The answer; nil when the step failed, as it should.
  private func call(_ step: Step, _ names: Names) async throws -> JSON? {
    guard let kind = StepKind.all[try step.action] else { throw Failure("no such step: \(step)") }
    let expected = try step.textOrNil("error")
    let turn = Turn(run: self, step: step, names: names)
    let action = replacing(step) ?? kind.action
    let answer: JSON
    do {
      answer =
        if kind.hasSteps {
          try await kind.action(turn)
        } else {
          try await limited(to: .seconds(60), "\(step)") { try await action(turn) }
        }
    } catch {
      guard let name = errorName(error) else { throw error is Failure ? error : Failure("\(error) in \(step)") }
      guard name == expected else { throw Failure("\(name) in \(step)") }
      return nil
    }
    if let expected { throw Failure("no \(expected) came in \(step)") }
    return answer
  }
}

/// Fails when the work takes longer. It may go on then: what it waits for ends with the scenario.
func limited<Value: Sendable>(
  to limit: Duration, _ what: String, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let first = Locked<CheckedContinuation<Value, any Error>?>(nil)
  @Sendable func finish(_ result: Result<Value, any Error>) {
    first.withLock { continuation in
      continuation?.resume(with: result)
      continuation = nil
    }
  }
  let clock = Task<Void, Never>.detached {
    guard (try? await Task.sleep(for: limit)) != nil else { return }
    finish(.failure(Failure("took over \(limit): \(what)")))
  }
  defer { clock.cancel() }
  return try await withCheckedThrowingContinuation { continuation in
    first.set(continuation)
    Task.detached {
      do {
        finish(.success(try await work()))
      } catch {
        finish(.failure(error))
      }
    }
  }
}
