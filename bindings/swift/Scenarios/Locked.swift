import Foundation

/// A value that one thread at a time may use.
final class Locked<Value: Sendable>: @unchecked Sendable {
  // Guards `value`, which is all that is unchecked here.
  private let lock = NSLock()
  private var value: Value

  init(_ value: Value) {
    self.value = value
  }

  func withLock<Result>(_ work: (inout Value) throws -> Result) rethrows -> Result {
    try lock.withLock { try work(&value) }
  }

  var current: Value {
    withLock { $0 }
  }

  func set(_ value: Value) {
    withLock { $0 = value }
  }
}
