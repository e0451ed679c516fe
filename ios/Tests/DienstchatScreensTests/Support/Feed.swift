import DienstchatScreens

/// Something that a model follows, told by the test.
@MainActor
final class Feed<Value: Sendable> {
  private var followers: [Int: Each<Value>] = [:]
  private var ends: [Int: CheckedContinuation<Void, Never>] = [:]
  private var arrivals: [CheckedContinuation<Void, Never>] = []
  private var latest: Result<Value, any Error>?
  private var last = 0

  nonisolated init() {}

  /// How many follow.
  var count: Int { followers.count }

  /// Tells a value now; the models have taken it in when this returns.
  func give(_ value: Value) {
    tell(.success(value))
  }

  func fail(_ error: any Error) {
    tell(.failure(error))
  }

  /// Waits until somebody follows.
  func isFollowed() async {
    if followers.isEmpty { await withCheckedContinuation { arrivals.append($0) } }
  }

  func follow(_ each: @escaping Each<Value>) async {
    last += 1
    let number = last
    followers[number] = each
    if let latest { each(latest) }
    for arrival in arrivals { arrival.resume() }
    arrivals = []
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if Task.isCancelled { continuation.resume() } else { ends[number] = continuation }
      }
    } onCancel: {
      Task { @MainActor in self.ends.removeValue(forKey: number)?.resume() }
    }
    followers[number] = nil
  }

  /// Ends for all who follow, as it does when the core is shut down.
  func end() {
    for continuation in ends.values { continuation.resume() }
    ends = [:]
  }

  private func tell(_ result: Result<Value, any Error>) {
    latest = result
    for each in followers.values { each(result) }
  }
}

/// A call that waits until the test lets it go on.
@MainActor
final class Gate {
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var arrivals: [CheckedContinuation<Void, Never>] = []
  private var isShut = false

  nonisolated init() {}

  func shut() {
    isShut = true
  }

  func open() {
    isShut = false
    for one in waiting { one.resume() }
    waiting = []
  }

  func pass() async {
    guard isShut else { return }
    await withCheckedContinuation { continuation in
      waiting.append(continuation)
      for arrival in arrivals { arrival.resume() }
      arrivals = []
    }
  }

  /// Waits until a call waits.
  func isWaitedAt() async {
    if waiting.isEmpty { await withCheckedContinuation { arrivals.append($0) } }
  }
}
