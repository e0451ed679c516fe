import Foundation

/// Time that passes when the test says so.
@MainActor
final class VirtualClock {
  private struct Sleeper {
    let end: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  /// 5 December 2026, 18:00 in Berlin, a Saturday.
  nonisolated static let start = Date(timeIntervalSince1970: 1_796_490_000)

  private(set) var passed = Duration.zero
  private var sleepers: [Int: Sleeper] = [:]
  private var arrivals: [(count: Int, CheckedContinuation<Void, Never>)] = []
  private var last = 0
  /// How far the device's clock is off.
  var offBy: TimeInterval = 0

  nonisolated init() {}

  var now: Date {
    Self.start.addingTimeInterval(offBy + Double(passed.components.seconds))
  }

  func pause(_ duration: Duration) async throws {
    last += 1
    let number = last
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
        sleepers[number] = Sleeper(end: passed + duration, continuation: continuation)
        let arrived = arrivals.filter { $0.count <= sleepers.count }
        arrivals.removeAll { $0.count <= sleepers.count }
        for (_, arrival) in arrived { arrival.resume() }
      }
    } onCancel: {
      Task { @MainActor in
        sleepers.removeValue(forKey: number)?.continuation.resume(throwing: CancellationError())
      }
    }
  }

  /// Waits until so many wait for time to pass.
  func isWaitedFor(by count: Int = 1) async {
    if sleepers.count < count { await withCheckedContinuation { arrivals.append((count, $0)) } }
  }

  func pass(_ duration: Duration) {
    passed += duration
    for (number, sleeper) in sleepers where sleeper.end <= passed {
      sleepers[number] = nil
      sleeper.continuation.resume()
    }
  }
}
