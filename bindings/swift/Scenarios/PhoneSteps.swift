import Dienstchat
import Foundation

extension StepKind {
  static let phone: [String: StepKind] = [
    "open": StepKind(onApp) { turn in
      let phone = try turn.phone
      guard phone.app.current == nil else { throw Failure("the app is open") }
      let app = try await Dienstchat.open(
        config: turn.run.config(of: phone), keyStore: phone.keyStore, clock: phone.clock,
        connectivity: phone.connectivity)
      phone.app.set(app)
      return .null
    },
    "shut_down": StepKind(onApp) { turn in
      try await turn.phone.openApp().shutDown()
      return .null
    },
    "close": StepKind(onApp) { turn in
      let phone = try turn.phone
      turn.run.subscriptions.withLock { all in
        for (name, subscription) in all where subscription.phone === phone {
          subscription.stop()
          all[name] = nil
        }
      }
      _ = try phone.openApp()
      await phone.closeApp()
      return .null
    },
    "fault": StepKind(["do", "app", "of", "fault"]) { turn in
      try turn.fail()
      return .null
    },
    "clock": StepKind(["do", "app", "by"]) { turn in
      let by = Int64(try turn.step.number("by")) * 1_000
      try turn.phone.clock.ahead.withLock { $0 += by }
      return .null
    },
    "connectivity": StepKind(onApp.union(["online"])) { turn in
      try turn.phone.connectivity.online.set(turn.step.flag("online"))
      try turn.phone.app.current?.networkChanged()
      return .null
    },
    "browser": StepKind(["do", "app", "shows"]) { turn in
      await (try turn.phone).browserShows.becomes(try turn.step.flag("shows"))
      return .null
    },
    "damage": StepKind(["do", "app"]) { turn in
      try turn.damage()
      return .null
    },
  ]
}

extension Turn {
  fileprivate func fail() throws {
    let phone = try phone
    let kind = try step.text("fault")
    let common: Set = ["none", "throws"]
    func check(_ kinds: Set<String>) throws {
      guard kinds.union(common).contains(kind) else { throw Failure("no such fault: \(step)") }
    }
    switch try step.text("of") {
    case "key_store":
      try check(["locked", "failed", "lost"])
      switch kind {
      case "none": phone.keyStore.fail(with: nil)
      case "lost": phone.keyStore.lose()
      case "locked": phone.keyStore.fail(with: KeyStoreError.Locked)
      case "failed": phone.keyStore.fail(with: KeyStoreError.Failed)
      default: phone.keyStore.fail(with: Failure("what nobody foresaw"))
      }
    case "clock":
      try check(["failed"])
      phone.clock.fault.set(kind)
    case "connectivity":
      try check(["failed"])
      phone.connectivity.fault.set(kind)
    case "browser":
      try check(["no_browser", "failed"])
      phone.browserFault.set(kind)
    case "log":
      try check(["failed"])
      PhoneLog.shared.fault.set(kind)
    case let other: throw Failure("nothing is called \(other)")
    }
  }

  fileprivate func damage() throws {
    let files = FileManager.default
    let accounts = try phone.folder.appending(path: "data/accounts")
    let folders = try files.contentsOfDirectory(at: accounts, includingPropertiesForKeys: nil)
    guard !folders.isEmpty else { throw Failure("there is nothing to damage") }
    for folder in folders {
      let store = try FileHandle(forUpdating: folder.appending(path: "store.db"))
      try store.write(contentsOf: Data(repeating: 0x55, count: 4_096))
      try store.close()
      for name in ["store.db-wal", "store.db-shm"] {
        let file = folder.appending(path: name)
        if files.fileExists(atPath: file.path()) { try files.removeItem(at: file) }
      }
    }
  }
}
