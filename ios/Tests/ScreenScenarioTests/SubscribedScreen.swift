import Dienstchat
import Observation

@testable import DienstchatScenarios
@testable import DienstchatScreens

/// A screen that is shown, as a subscription: each pull takes in what it shows by then.
final class SubscribedScreen: Subscribed {
  /// What is seen of a screen.
  struct Seen: Sendable, Equatable {
    /// Nil before there is anything.
    var view: JSON?
    /// Why nothing is shown.
    var closed: ChatClosed.Reason?
  }

  let phone: Phone
  private let changes: Changes
  private let following: Task<Void, Never>
  private let present: @Sendable () async throws -> JSON
  private let widen: (@MainActor @Sendable (UInt16) async throws -> Void)?
  private let latest = Locked<JSON?>(nil)
  private let waits = Condition()

  @MainActor
  init<Model: Screen & Sendable>(
    _ model: Model, on phone: Phone, see: @escaping @MainActor (Model.State) -> Seen,
    present: @escaping @Sendable () async throws -> JSON,
    widen: (@MainActor @Sendable (UInt16) async throws -> Void)? = nil
  ) {
    self.phone = phone
    self.present = present
    self.widen = widen
    let changes = Changes()
    self.changes = changes
    following = Task {
      let watching = Task {
        while !Task.isCancelled {
          changes.add(see(model.state))
          await changed { (model.state, changes.isOver) }
        }
      }
      await model.follow()
      // The last of what it showed counts too.
      changes.add(see(model.state))
      watching.cancel()
      changes.end()
    }
  }

  deinit {
    following.cancel()
  }

  func pull() async throws -> Bool {
    guard let seen = await changes.next(waits) else { return false }
    if let closed = seen.closed { throw closed.error }
    latest.set(seen.view)
    return true
  }

  var state: JSON? { latest.current }

  func disagreement() async throws -> String? {
    guard let state else { return "nothing came yet" }
    return try mismatch(state, await present())
  }

  func underWay() async {
    await waits.becomes(true)
  }

  func showOlder(count: UInt16) throws {
    guard let widen else { throw Failure("it has nothing older") }
    Task { try await widen(count) }
  }

  func stop() {
    following.cancel()
  }
}

/// What a screen has shown and nobody has taken yet. Of what was shown between two errors the last
/// counts.
@MainActor
@Observable
private final class Changes {
  private(set) var isOver = false
  private var seen: [SubscribedScreen.Seen] = []
  private var last: SubscribedScreen.Seen?
  @ObservationIgnored private var waiter: CheckedContinuation<Void, Never>?

  func add(_ next: SubscribedScreen.Seen) {
    guard !isOver, next != last, next.view != nil || next.closed != nil else { return }
    last = next
    if next.closed == nil, seen.last?.closed == nil, !seen.isEmpty { seen.removeLast() }
    seen.append(next)
    wake()
  }

  func end() {
    isOver = true
    wake()
  }

  /// Waits for the next one; nil at the end.
  func next(_ waits: Condition) async -> SubscribedScreen.Seen? {
    while seen.isEmpty, !isOver {
      waits.set(true)
      await withCheckedContinuation { waiter = $0 }
      waits.set(false)
    }
    return seen.isEmpty ? nil : seen.removeFirst()
  }

  private func wake() {
    waiter?.resume()
    waiter = nil
  }
}
