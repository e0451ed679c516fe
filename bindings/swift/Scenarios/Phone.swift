import Dienstchat
import Foundation

/// A phone: what outlives the opening and closing of the app on it.
final class Phone: Sendable {
  let folder: URL
  let keyStore = MemoryKeyStore()
  let clock = PhoneClock()
  let connectivity = PhoneConnectivity()
  let browserFault = Fault()
  /// Whether the browser shows a page.
  let browserShows = Condition()
  let held = Locked<[String: Held]>([:])
  let loops = Locked<[String: Loop]>([:])
  /// The open app.
  let app = Locked<Dienstchat?>(nil)

  init(folder: URL) throws {
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func openApp() throws -> Dienstchat {
    guard let app = app.current else { throw Failure("the app is not open") }
    return app
  }

  func held(_ name: String) throws -> Held {
    guard let held = held.current[name] else { throw Failure("nothing is held as \(name)") }
    return held
  }

  /// Shuts the app down if it is open, and lets go of all that came from it.
  func closeApp() async {
    guard let closing = app.withLock({ app in defer { app = nil }; return app }) else { return }
    await closing.shutDown()
    for loop in loops.current.values {
      // Its end is not what the scenario asked for.
      _ = try? await loop.running.value
    }
    loops.set([:])
    held.set([:])
  }
}

/// An account and a chat that a scenario keeps.
struct Held: Sendable {
  let account: Account
  let chat: Chat
}

/// Where a sign-in's callback is waited for.
struct Listening: Sendable {
  let loopback: Loopback
  let wait = UnderWay()
}

/// A synchronisation under way.
struct Loop: Sendable {
  let loop: SyncLoop
  let running: Task<Void, any Error>
}

/// How the calls of a foreign trait fail at present.
final class Fault: Sendable {
  private struct Unforeseen: Error {}

  private let kind = Locked("none")

  func set(_ kind: String) {
    self.kind.set(kind)
  }

  /// Throws one of these errors, or one that the trait does not know.
  func check(_ errors: [String: any Error]) throws {
    let kind = kind.current
    if kind == "none" { return }
    throw errors[kind] ?? Unforeseen()
  }
}

/// Goes with the system's clock until it is moved.
final class PhoneClock: Clock {
  let fault = Fault()
  /// Milliseconds.
  let ahead = Locked<Int64>(0)

  func nowMs() throws -> Int64 {
    try fault.check(["failed": ClockError.Failed])
    return Int64(Date().timeIntervalSince1970 * 1_000) + ahead.current
  }
}

final class PhoneConnectivity: Connectivity {
  let fault = Fault()
  let online = Locked(true)

  func isOnline() throws -> Bool {
    try fault.check(["failed": ConnectivityError.Failed])
    return online.current
  }
}

final class PhoneBrowser: Browser {
  private let phone: Phone
  private let opened: @Sendable (String) -> Void

  init(phone: Phone, opened: @escaping @Sendable (String) -> Void) {
    self.phone = phone
    self.opened = opened
  }

  func open(url: String) throws {
    try check()
    phone.browserShows.set(true)
    opened(url)
  }

  func dismiss() throws {
    try check()
    phone.browserShows.set(false)
  }

  private func check() throws {
    try phone.browserFault.check([
      "no_browser": BrowserError.NoBrowser, "failed": BrowserError.Failed,
    ])
  }
}

/// The process' log; there is one for all phones.
final class PhoneLog: Log {
  static let shared = PhoneLog()

  let fault = Fault()

  func write(record: LogRecord) throws {
    try fault.check(["failed": LogError.Failed])
  }
}
