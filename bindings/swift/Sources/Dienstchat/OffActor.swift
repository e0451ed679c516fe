import Dispatch

/// Makes a call that reads or writes the disk, on a thread that may wait for it.
///
/// Neither the caller's actor nor the threads that all tasks share stand still meanwhile.
func offActor<Value: Sendable>(
  _ call: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue.global(qos: .userInitiated).async {
      continuation.resume(with: Result(catching: call))
    }
  }
}

/// The same for a call that cannot fail.
func offActor<Value: Sendable>(_ call: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    DispatchQueue.global(qos: .userInitiated).async {
      continuation.resume(returning: call())
    }
  }
}
