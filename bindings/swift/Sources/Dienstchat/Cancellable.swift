/// An error that can say that the call was cancelled.
protocol CancellableError: Error {
  var isCancelled: Bool { get }
}

/// Makes a long call that ends when the task is cancelled.
///
/// Rust does not learn of a Swift task's cancellation by itself, so each call is given a handle of its
/// own. A call that ends for that reason throws `CancellationError`, as everything else in a cancelled
/// task does.
func cancellable<Value: Sendable>(
  isolation: isolated (any Actor)? = #isolation,
  _ call: (Cancellation) async throws -> Value
) async throws -> Value {
  let cancellation = Cancellation()
  do {
    return try await withTaskCancellationHandler {
      try await call(cancellation)
    } onCancel: {
      cancellation.cancel()
    }
  } catch let error as any CancellableError where error.isCancelled {
    throw CancellationError()
  }
}
