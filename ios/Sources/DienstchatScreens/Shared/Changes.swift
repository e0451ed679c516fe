/// Tells all who listen that something has changed.
@MainActor
final class Changes {
  private var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
  private var lastListener = 0

  /// It has changed.
  func happened() {
    for listener in listeners.values { listener.yield() }
  }

  /// Says so each time, until the task is cancelled; several changes may be said at once.
  func stream() -> AsyncStream<Void> {
    lastListener += 1
    let number = lastListener
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    listeners[number] = continuation
    continuation.onTermination = { _ in
      Task { @MainActor in self.listeners[number] = nil }
    }
    return stream
  }
}
