import Dienstchat
import Foundation

/// Measures what crossing the boundary between Swift and Rust costs. Run by `./dev bench ffi`.
@main
struct Bench {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "--start" {
      // The process that `startUp` measures.
      print(version())
      return
    }
    let report = Report(json: arguments.contains("--json"))
    let folder = FileManager.default.temporaryDirectory.appending(path: "dienstchat-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }

    calls(report)
    try await asynchronousCalls(report, in: folder)
    try diffs(report)
    try foreignCalls(report, in: folder)
    try startUp(report, in: folder)
  }

  private static func calls(_ report: Report) {
    let cancellation = Cancellation()
    report.time("a call") { cancellation.cancel() }
    report.time("a call that answers with a text") { _ = version() }
    report.time("an object, made and let go") { _ = Cancellation() }
  }

  private static func asynchronousCalls(_ report: Report, in folder: URL) async throws {
    let dienstchat = try await Dienstchat.open(config: config(in: folder), keyStore: NoKeys())
    let links = dienstchat.links()
    await report.time("an asynchronous call") { _ = try? await links.open(link: "", cancellation: nil) }
    await report.time("the same, to be cancelled with its task") { _ = try? await links.open(link: "") }
    try await report.time("a call on a thread for the disk") { _ = try await links.remembered() }
    await dienstchat.shutDown()
  }

  /// A diff as a subscription's first answer holds it; the bytes are those that cross.
  private static func diffs(_ report: Report) throws {
    let messages = TimelineDiff.reset(values: (0..<50).map(item))
    try report.time("a diff of 50 messages, written for Rust and read from it", batch: 10) {
      _ = try FfiConverterTypeTimelineDiff_lift(FfiConverterTypeTimelineDiff_lower(messages))
    }
    let chats = ChatListDiff.reset(values: (0..<50).map(chat))
    try report.time("a diff of 50 chats, written for Rust and read from it", batch: 10) {
      _ = try FfiConverterTypeChatListDiff_lift(FfiConverterTypeChatListDiff_lower(chats))
    }
  }

  /// How long it takes Rust to call Swift. Both sides make the same call, which asks the time once:
  /// one of them asks a clock in Swift for it, the other one the system.
  private static func foreignCalls(_ report: Report, in folder: URL) throws {
    let clock = SwiftClock()
    let asking = try Dienstchat.open(
      config: config(in: folder), keyStore: NoKeys(), clock: clock, connectivity: nil)
    let plain = try Dienstchat.open(config: config(in: folder), keyStore: NoKeys())
    let callback = "dienstchat://login?code=a&state=b"
    let (one, other) = (asking.signIn(), plain.signIn())
    let before = clock.asked
    _ = try one.expects(callback: callback)
    guard clock.asked == before + 1 else { throw Unexpected(clock.asked - before) }
    try report.difference("a call from Rust to Swift") {
      _ = try one.expects(callback: callback)
    } and: {
      _ = try other.expects(callback: callback)
    }
    asking.shutDown()
    plain.shutDown()
  }

  private static func startUp(_ report: Report, in folder: URL) throws {
    try report.time("a process that calls once, from start to end", batch: 1) {
      let process = Process()
      process.executableURL = URL(filePath: CommandLine.arguments[0])
      process.arguments = ["--start"]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
    }
    let config = config(in: folder)
    try report.time("opening and shutting down, without accounts", batch: 10) {
      let dienstchat = try Dienstchat.open(config: config, keyStore: NoKeys())
      dienstchat.shutDown()
    }
  }

  /// A call was not what it is measured as.
  private struct Unexpected: Error {
    let calls: Int

    init(_ calls: Int) {
      self.calls = calls
    }
  }

  private static func item(_ number: Int) -> TimelineItem {
    TimelineItem(
      id: .event(eventId: "$\(number)_JNzT2kPzv9Xf3yYkVq1cQx7qv0b8m2sWn4eLr5dA"),
      sender: "@xyz_0123456789abcdef0123456789abcdef:chat.example", senderName: "Anna Arndt",
      own: number.isMultiple(of: 3), at: Date(timeIntervalSince1970: Double(number)),
      content: .text(text: "Bin am Südtor, wo steht ihr? (\(number))"), state: .received)
  }

  private static func chat(_ number: Int) -> ChatSummary {
    let time = Date(timeIntervalSince1970: Double(number))
    return ChatSummary(
      account: "xyz_0123456789abcdef0123456789abcdef", ov: "xyz", dutyId: String(number),
      title: "Sanitätsdienst Stadtfest", startsAt: time, endsAt: time, meetingPoint: "Wache",
      state: .planned, phase: .active, limits: Limits(readOnlyFrom: time, deleteAt: time),
      sealed: nil, lastMessage: item(number), unread: 3)
  }
}
