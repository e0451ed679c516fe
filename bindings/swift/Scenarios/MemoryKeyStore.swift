import Dienstchat
import Foundation

/// Keeps secrets for as long as the test runs, and fails when it is told to.
final class MemoryKeyStore: KeyStore, @unchecked Sendable {
  private let lock = NSLock()
  private var secrets: [String: Data] = [:]
  private var before: @Sendable () throws -> Void = {}

  /// What each call does first from now on.
  func beforeCalls(_ work: @escaping @Sendable () throws -> Void) {
    lock.withLock { before = work }
  }

  /// What each call throws from now on; nil: nothing.
  func fail(with failure: (any Error)?) {
    beforeCalls { if let failure { throw failure } }
  }

  /// Forgets everything.
  func lose() {
    lock.withLock { secrets = [:] }
  }

  func get(name: String) throws -> Data? {
    try use { $0[name] }
  }

  func put(name: String, secret: Data) throws {
    try use { $0[name] = secret }
  }

  func delete(name: String) throws {
    try use { $0[name] = nil }
  }

  private func use<Value>(_ work: (inout [String: Data]) -> Value) throws -> Value {
    try lock.withLock { before }()
    return lock.withLock { work(&secrets) }
  }
}
