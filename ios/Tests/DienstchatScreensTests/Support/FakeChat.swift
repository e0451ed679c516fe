import Dienstchat

@testable import DienstchatScreens

/// A chat that holds what the test puts into it, and notes what is asked of it.
@MainActor
final class FakeChat: CoreChat {
  let summary = Feed<ChatSummary>()
  let members = Feed<[ChatMember]>()
  let fakeTimeline = FakeTimeline()
  let sending = Gate()
  var queued: [QueuedMessage] = []
  var kept: String?
  var failures: [String: any Error] = [:]
  private(set) var calls: [String] = []

  nonisolated init() {}

  private func called(_ name: String, _ what: String = "") throws {
    calls.append(what.isEmpty ? name : "\(name) \(what)")
    if let failure = failures[name] { throw failure }
  }

  func followSummary(_ each: @escaping Each<ChatSummary>) async {
    await summary.follow(each)
  }

  func followMembers(_ each: @escaping Each<[ChatMember]>) async {
    await members.follow(each)
  }

  nonisolated func timeline(limit: UInt16) -> any CoreTimeline {
    fakeTimeline
  }

  func queue() async throws -> [QueuedMessage] {
    queued
  }

  func sendText(_ text: String) async throws -> String {
    await sending.pass()
    try called("send", text)
    return "sent \(text)"
  }

  func retry(transactionId: String) async throws {
    try called("retry", transactionId)
  }

  func discard(transactionId: String) async throws {
    try called("discard", transactionId)
  }

  func draft() async throws -> String? {
    try called("draft")
    return kept
  }

  func setDraft(_ text: String) async throws {
    try called("setDraft", text)
    kept = text
  }

  func markRead() async throws {
    try called("markRead")
  }
}

/// A timeline likewise.
@MainActor
final class FakeTimeline: CoreTimeline {
  let windows = Feed<TimelineWindow>()
  let loading = Gate()
  var failure: (any Error)?
  var hasOlder = true
  private(set) var shown: [UInt16] = []
  private(set) var loads = 0

  nonisolated init() {}

  func follow(_ each: @escaping Each<TimelineWindow>) async {
    await windows.follow(each)
  }

  nonisolated func showOlder(_ count: UInt16) {
    MainActor.assumeIsolated { shown.append(count) }
  }

  func loadOlder() async throws -> Bool {
    loads += 1
    await loading.pass()
    if let failure { throw failure }
    return hasOlder
  }
}
