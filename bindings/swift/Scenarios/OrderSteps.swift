import Dienstchat
import Foundation

extension StepKind {
  static let order: [String: StepKind] = [
    "hold": StepKind(["do", "app", "account", "duty", "as", "error"]) { turn in
      let account = try await turn.account()
      let held = Held(account: account, chat: try await account.chat(dutyId: turn.dutyId()))
      let name = try turn.step.text("as")
      let before = try turn.phone.held.withLock { $0.updateValue(held, forKey: name) }
      guard before == nil else { throw Failure("it is held") }
      return .null
    },
    "release": StepKind(["do", "app", "held", "subscription"]) { turn in
      if let name = try turn.step.textOrNil("subscription") {
        _ = try turn.run.subscription(name)
        // Its object goes with it; nothing stops it by hand.
        turn.run.subscriptions.withLock { $0[name] = nil }
      } else {
        let name = try turn.step.text("held")
        _ = try turn.phone.held(name)
        try turn.phone.held.withLock { $0[name] = nil }
      }
      return .null
    },
    "cancel": StepKind(["do", "cancellation"]) { turn in
      turn.run.cancellation(try turn.step.text("cancellation")).cancel()
      return .null
    },
    "start": StepKind(["do", "as"], hasSteps: true) { turn in
      let task = Task { try await turn.run.all(turn.step.steps, turn.names) }
      let name = try turn.step.text("as")
      let before = turn.run.started.withLock { $0.updateValue(task, forKey: name) }
      guard before == nil else { throw Failure("it is started") }
      return .null
    },
    "join": StepKind(["do", "of"]) { turn in
      let name = try turn.step.text("of")
      guard let task = turn.run.started.withLock({ $0.removeValue(forKey: name) }) else {
        throw Failure("it is not started")
      }
      try await task.value
      return .null
    },
    "repeat": StepKind(["do", "times", "at_once"], hasSteps: true) { turn in
      let times = try turn.step.number("times")
      if try turn.step.flag("at_once") {
        try await turn.allAtOnce(times)
      } else {
        for number in 1...times {
          let names = Names(outer: turn.names, number: number, keeps: false)
          try await turn.run.all(turn.step.steps, names)
        }
      }
      return .null
    },
    "memory": StepKind(["do", "within", "since", "keep"]) { turn in
      let resident = try residentMebibytes()
      if let within = try turn.step.numberOrNil("within") {
        let since = try turn.names.find(turn.step.text("since")).int()
        guard resident - since <= within else {
          throw Failure("from \(since) to \(resident) MiB: \(turn.step)")
        }
      }
      return .int(resident)
    },
  ]
}

extension Turn {
  fileprivate func allAtOnce(_ times: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...times {
        group.addTask {
          let names = Names(outer: names, number: number, keeps: true)
          try await run.all(step.steps, names)
        }
      }
      try await group.waitForAll()
    }
  }
}

private func residentMebibytes() throws -> Int {
  #if os(Linux)
    // What the allocator keeps for later is no leak. Its header is in no module.
    if let trim = dlsym(nil, "malloc_trim") {
      _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> Int32).self)(0)
    }
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    guard let match = status.firstMatch(of: /VmRSS:\s+(\d+) kB/), let kibibytes = Int(match.1) else {
      throw Failure("the system does not say how much memory is used")
    }
    return kibibytes / 1_024
  #else
    var info = mach_task_basic_info()
    var count = mach_msg_type_number_t(
      MemoryLayout<mach_task_basic_info>.size / MemoryLayout<natural_t>.size)
    let result = withUnsafeMutablePointer(to: &info) { info in
      info.withMemoryRebound(to: integer_t.self, capacity: Int(count)) { info in
        task_info(mach_task_self_, task_flavor_t(MACH_TASK_BASIC_INFO), info, &count)
      }
    }
    guard result == KERN_SUCCESS else { throw Failure("the system does not say") }
    return Int(info.resident_size) / 1_048_576
  #endif
}
