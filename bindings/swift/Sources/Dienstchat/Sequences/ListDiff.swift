/// One step that turns an earlier state of a list into a later one.
///
/// A batch of steps is applied in order, see ``Swift/Array/apply(_:)``. Each subscription's first batch
/// begins with a reset, and a moved item is a removal and an insertion.
public protocol ListDiff<Value>: Sendable {
  /// What the list holds.
  associatedtype Value: Sendable

  /// The step, without the type of list that it belongs to.
  var change: ListChange<Value> { get }
}

/// A ``ListDiff`` without the type of list that it belongs to.
public enum ListChange<Value: Sendable>: Sendable {
  /// The list holds exactly these values now.
  case reset([Value])
  /// A value comes in at this index, and what was there moves on by one.
  case insert(Int, Value)
  /// The value at this index is another one now.
  case set(Int, Value)
  /// The value at this index is gone, and what came after it moves back by one.
  case remove(Int)
}

extension ListChange: Equatable where Value: Equatable {}

extension Array where Element: Sendable {
  /// Brings the list to the state that these steps lead to.
  ///
  /// They must be the subscription's next batch after those that made this list: an index that is not
  /// in the list is a programming error, as it is with the array's own methods.
  public mutating func apply<Diff: ListDiff>(_ diffs: [Diff]) where Diff.Value == Element {
    for diff in diffs {
      switch diff.change {
      case .reset(let values): self = values
      case .insert(let index, let value): insert(value, at: index)
      case .set(let index, let value): self[index] = value
      case .remove(let index): remove(at: index)
      }
    }
  }
}
