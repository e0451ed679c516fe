import Dienstchat

/// A subscription, and what was pulled from it so far.
protocol Subscribed: AnyObject, Sendable {
  var phone: Phone { get }

  /// Takes one answer; false when it is over.
  func pull() async throws -> Bool

  /// What it has come to; nil before the first answer.
  var state: JSON? { get }

  /// Why it has not come to what the API says now; nil when it has.
  func disagreement() async throws -> String?

  /// Waits until a pull waits.
  func underWay() async

  func showOlder(count: UInt16) throws

  func stop()
}

/// What all objects that are pulled have, whatever they are called.
struct Pulled<Answer: Sendable>: Sendable {
  let next: @Sendable () async throws -> Answer?
  let stop: @Sendable () -> Void
  var showOlder: (@Sendable (UInt16) -> Void)?
  let pull = UnderWay()
}

/// A list that is folded from changes.
final class SubscribedList<Answer: Sendable, Diff: ListDiff>: Subscribed
where Diff.Value: Viewed {
  let phone: Phone
  private let pulled: Pulled<Answer>
  private let diffs: @Sendable (Answer) -> [Diff]
  private let listed: @Sendable (_ size: Int) async throws -> [Diff.Value]
  private let list = Locked<[Diff.Value]?>(nil)
  /// Whether the next answer is the first one, or the first one after an error.
  private let begins = Locked(true)

  init(
    phone: Phone, pulled: Pulled<Answer>, diffs: @escaping @Sendable (Answer) -> [Diff],
    listed: @escaping @Sendable (_ size: Int) async throws -> [Diff.Value]
  ) {
    self.phone = phone
    self.pulled = pulled
    self.diffs = diffs
    self.listed = listed
  }

  func pull() async throws -> Bool {
    let answer: Answer
    do {
      guard let next = try await pulled.pull.during(pulled.next) else { return false }
      answer = next
    } catch {
      begins.set(true)
      throw error
    }
    let diffs = diffs(answer)
    let before = list.current ?? []
    let after = try Self.folded(before, diffs)
    let resets = diffs.filter { if case .reset = $0.change { true } else { false } }.count
    if begins.current {
      guard resets == 1, diffs.count == 1 else {
        throw Failure("it begins with \(diffs.count) changes, \(resets) of them resets")
      }
    } else {
      guard resets == 0 else { throw Failure("a reset in between") }
      guard diffs.count <= before.count + after.count else {
        throw Failure("\(diffs.count) changes from \(before.count) to \(after.count) items")
      }
    }
    begins.set(false)
    list.set(after)
    return true
  }

  /// The package's own folding, after a look at each index.
  private static func folded(_ list: [Diff.Value], _ diffs: [Diff]) throws -> [Diff.Value] {
    var list = list
    for diff in diffs {
      let fits =
        switch diff.change {
        case .reset: true
        case .insert(let index, _): (0...list.count).contains(index)
        case .set(let index, _), .remove(let index): list.indices.contains(index)
        }
      guard fits else { throw Failure("an index outside of a list of \(list.count) items") }
      list.apply([diff])
    }
    return list
  }

  var state: JSON? { list.current.map { .array($0.map(\.view)) } }

  func disagreement() async throws -> String? {
    guard let folded = list.current else { return "nothing came yet" }
    let listed = try await listed(folded.count)
    if folded == listed { return nil }
    return "\(JSON.array(folded.map(\.view))) is not \(JSON.array(listed.map(\.view)))"
  }

  func underWay() async {
    await pulled.pull.begun()
  }

  func showOlder(count: UInt16) throws {
    guard let showOlder = pulled.showOlder else { throw Failure("it has nothing older") }
    showOlder(count)
  }

  func stop() {
    pulled.stop()
  }
}

/// A value that is told anew after each change.
final class SubscribedValue<Value: Viewed>: Subscribed {
  let phone: Phone
  private let pulled: Pulled<Value>
  private let present: @Sendable () async throws -> Value
  private let value = Locked<Value?>(nil)

  init(
    phone: Phone, pulled: Pulled<Value>, present: @escaping @Sendable () async throws -> Value
  ) {
    self.phone = phone
    self.pulled = pulled
    self.present = present
  }

  func pull() async throws -> Bool {
    guard let next = try await pulled.pull.during(pulled.next) else { return false }
    value.set(next)
    return true
  }

  var state: JSON? { value.current?.view }

  func disagreement() async throws -> String? {
    let present = try await present()
    return value.current == present ? nil : "\(state ?? .null) is not \(present.view)"
  }

  func underWay() async {
    await pulled.pull.begun()
  }

  func showOlder(count: UInt16) throws {
    throw Failure("it has nothing older")
  }

  func stop() {
    pulled.stop()
  }
}
