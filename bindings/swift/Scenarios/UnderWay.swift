import Dispatch

/// Something that holds or does not, for which steps wait.
final class Condition: Sendable {
  private struct Waiter {
    let value: Bool
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var value = false
    var waiters: [Waiter] = []
  }

  private let state = Locked(State())

  func set(_ value: Bool) {
    let met = state.withLock { state in
      state.value = value
      let met = state.waiters.filter { $0.value == value }
      state.waiters.removeAll { $0.value == value }
      return met
    }
    for waiter in met { waiter.continuation.resume() }
  }

  func becomes(_ value: Bool) async {
    await withCheckedContinuation { continuation in
      let isMet = state.withLock { state in
        if state.value == value { return true }
        state.waiters.append(Waiter(value: value, continuation: continuation))
        return false
      }
      if isMet { continuation.resume() }
    }
  }
}

/// Whether a call that waits has come to wait, so that a step can end it in the middle.
final class UnderWay: Sendable {
  private let waits = Condition()

  /// Makes the call; while it waits, it is under way.
  func during<Answer: Sendable>(
    _ call: @escaping @Sendable () async throws -> Answer
  ) async throws -> Answer {
    let hasEnded = Locked(false)
    let work: @Sendable () async throws -> Answer = {
      defer { hasEnded.set(true) }
      return try await call()
    }
    let answer: Task<Answer, any Error>
    if #available(macOS 15, iOS 18, *) {
      let executor = QueueExecutor()
      defer { withExtendedLifetime(executor) {} }
      answer = Task(executorPreference: executor, operation: work)
      await executor.rests()
    } else {
      // It cannot be seen there how far the call is; it has been started at least.
      answer = Task(operation: work)
    }
    waits.set(!hasEnded.current)
    defer { waits.set(false) }
    return try await answer.value
  }

  /// Waits until a call does.
  func begun() async {
    await waits.becomes(true)
  }
}

/// Carries out the pieces of a task on a queue of its own.
@available(macOS 15, iOS 18, *)
private final class QueueExecutor: TaskExecutor {
  private let queue = DispatchQueue(label: "under-way")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Waits until the pieces that are queued have come to where they wait or end.
  func rests() async {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume() }
    }
  }
}
