/// What a model has begun and is not done with.
@MainActor
final class Work {
  private var tasks: [Int: Task<Void, Never>] = [:]
  private var named: [String: Task<Void, Never>] = [:]
  private var last = 0

  /// Begins a job. One of the same name that is under way is cancelled.
  func begin(_ name: String? = nil, _ job: @escaping @MainActor () async -> Void) {
    last += 1
    let number = last
    if let name { named[name]?.cancel() }
    let task = Task {
      await job()
      tasks[number] = nil
    }
    tasks[number] = task
    if let name { named[name] = task }
  }

  /// Begins a job after those of the same name that were begun before.
  func enqueue(_ name: String, _ job: @escaping @MainActor () async -> Void) {
    let before = named[name]
    named[name] = nil
    begin {
      await before?.value
      await job()
    }
    named[name] = tasks[last]
  }

  /// Cancels the job of this name.
  func cancel(_ name: String) {
    named.removeValue(forKey: name)?.cancel()
  }

  /// Waits until nothing is under way.
  func settled() async {
    while let task = tasks.values.first { await task.value }
  }
}
