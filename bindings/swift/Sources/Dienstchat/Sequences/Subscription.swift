/// A subscription to something that changes, as an asynchronous sequence.
///
/// Each iteration subscribes anew. Its first element says what there is now; each later one says what
/// changed since the element before, however many changes that were: an iteration that takes its time
/// is told less often, and misses nothing.
///
/// The iteration ends
/// - without an error when its task is cancelled, which ends the wait in Rust too, or when Dienstchat
///   was shut down;
/// - with an error when what it watches cannot be read, for example because the account was sealed.
///   An iterator on which `next()` is called again then waits until that is over, and begins afresh.
public struct Subscription<Element: Sendable>: AsyncSequence, Sendable {
  let subscribe: @Sendable () -> Source<Element>

  /// Begins a new subscription at the first call of `next()`.
  public func makeAsyncIterator() -> Iterator {
    Iterator(subscribe: subscribe)
  }

  /// One iteration over a ``Subscription``.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    let subscribe: @Sendable () -> Source<Element>
    var source: Source<Element>?

    init(subscribe: @escaping @Sendable () -> Source<Element>) {
      self.subscribe = subscribe
    }

    /// Waits for the next change; nil when the subscription is over.
    public mutating func next() async throws -> Element? {
      let source = self.source ?? subscribe()
      self.source = source
      return try await withTaskCancellationHandler {
        try await source.next()
      } onCancel: {
        source.stop()
      }
    }
  }
}

/// What a subscription pulls from: an object of Rust's, with the type that tells it apart erased.
struct Source<Element: Sendable>: Sendable {
  let next: @Sendable () async throws -> Element?
  let stop: @Sendable () -> Void

  init<Updates: Pulled>(_ updates: Updates) where Updates.Element == Element {
    next = { try await updates.next() }
    stop = { updates.stop() }
  }
}

/// The shape of all subscription objects.
protocol Pulled: AnyObject, Sendable {
  associatedtype Element: Sendable

  func next() async throws -> Element?
  func stop()
}
