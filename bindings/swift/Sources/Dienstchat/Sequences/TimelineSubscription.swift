import Foundation

extension Timeline {
  /// A part of the timeline that ends with the newest message: first as it is, then as it becomes.
  ///
  /// It begins with the newest `limit` messages and keeps its oldest one while the chat grows;
  /// ``TimelineWindows/showOlder(count:)`` widens it. It throws ``ChatError``.
  public func windows(limit: UInt16) -> TimelineWindows {
    TimelineWindows(timeline: self, limit: limit)
  }
}

/// A part of a timeline that ends with the newest message.
public struct TimelineWindow: Sendable, Equatable {
  /// Messages, the newest last.
  public let items: [TimelineItem]
  /// Whether older ones are on this device: see ``TimelineWindows/showOlder(count:)``.
  public let olderHere: Bool
  /// Whether the server has something that is missing here: see ``Timeline/loadOlder()``.
  public let incomplete: Bool

  /// For tests of an app, whose stand-in for a timeline has windows too.
  public init(items: [TimelineItem], olderHere: Bool, incomplete: Bool) {
    self.items = items
    self.olderHere = olderHere
    self.incomplete = incomplete
  }
}

extension TimelineWindow: CustomStringConvertible {
  /// How many messages, and nothing of what they say.
  public var description: String {
    "TimelineWindow(\(items.count) items, olderHere: \(olderHere), incomplete: \(incomplete))"
  }
}

/// A subscription to a part of a timeline, whose elements are the whole part each time.
///
/// It behaves as ``Subscription`` does, and folds the steps of each update into the list.
public struct TimelineWindows: AsyncSequence, Sendable {
  let timeline: Timeline
  let limit: UInt16
  private let open = OpenWindows()

  init(timeline: Timeline, limit: UInt16) {
    self.timeline = timeline
    self.limit = limit
  }

  /// The same, as steps from one state to the next.
  public var updates: Subscription<TimelineUpdate> {
    Subscription {
      let updates = timeline.subscribe(limit: limit)
      open.add(updates)
      return Source(updates)
    }
  }

  /// Widens every iteration that is under way by so many older messages, as far as they are on this
  /// device; each of them then goes on with the wider part.
  public func showOlder(count: UInt16) {
    for updates in open.all {
      updates.showOlder(count: count)
    }
  }

  /// Begins a new subscription at the first call of `next()`.
  public func makeAsyncIterator() -> Iterator {
    Iterator(updates: updates.makeAsyncIterator())
  }

  /// One iteration over ``TimelineWindows``.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    var updates: Subscription<TimelineUpdate>.Iterator
    var items: [TimelineItem] = []

    init(updates: Subscription<TimelineUpdate>.Iterator) {
      self.updates = updates
    }

    /// Waits for the next change and returns the part as it is then; nil when the subscription is over.
    public mutating func next() async throws -> TimelineWindow? {
      guard let update = try await updates.next() else { return nil }
      items.apply(update.diffs)
      return TimelineWindow(
        items: items, olderHere: update.olderHere, incomplete: update.incomplete)
    }
  }
}

/// The subscriptions whose iterations are under way. They belong to the iterators.
private final class OpenWindows: @unchecked Sendable {
  private struct Entry {
    weak var updates: TimelineUpdates?
  }

  // Guards `entries`, which is all that is unchecked here.
  private let lock = NSLock()
  private var entries: [Entry] = []

  var all: [TimelineUpdates] {
    lock.withLock { entries.compactMap(\.updates) }
  }

  func add(_ updates: TimelineUpdates) {
    lock.withLock {
      entries.removeAll { $0.updates == nil }
      entries.append(Entry(updates: updates))
    }
  }
}
