/// A subscription to a list, whose elements are the whole list each time.
///
/// It behaves as ``Subscription`` does, and folds the steps of each batch into the list.
public struct FoldedSubscription<Diff: ListDiff>: AsyncSequence, Sendable {
  /// The whole list.
  public typealias Element = [Diff.Value]

  let diffs: Subscription<[Diff]>

  /// Begins a new subscription at the first call of `next()`.
  public func makeAsyncIterator() -> Iterator {
    Iterator(diffs: diffs.makeAsyncIterator())
  }

  /// One iteration over a ``FoldedSubscription``.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    var diffs: Subscription<[Diff]>.Iterator
    var list: [Diff.Value] = []

    init(diffs: Subscription<[Diff]>.Iterator) {
      self.diffs = diffs
    }

    /// Waits for the next change and returns the list as it is then; nil when the subscription is over.
    public mutating func next() async throws -> [Diff.Value]? {
      guard let batch = try await diffs.next() else { return nil }
      list.apply(batch)
      return list
    }
  }
}
