import Dienstchat

/// A chat of this device.
struct LiveChat: CoreChat {
  private let chat: Chat

  init(_ chat: Chat) {
    self.chat = chat
  }

  func followSummary(_ each: @escaping Each<ChatSummary>) async {
    await follow(chat.summaries, each)
  }

  func followMembers(_ each: @escaping Each<[ChatMember]>) async {
    await follow(chat.memberLists, each)
  }

  func timeline(limit: UInt16) -> any CoreTimeline {
    LiveTimeline(chat.timeline(), limit: limit)
  }

  func queue() async throws -> [QueuedMessage] {
    try await chat.sendQueue().list()
  }

  func sendText(_ text: String) async throws -> String {
    try await chat.sendQueue().sendText(text: text)
  }

  func retry(transactionId: String) async throws {
    try await chat.sendQueue().retry(transactionId: transactionId)
  }

  func discard(transactionId: String) async throws {
    try await chat.sendQueue().discard(transactionId: transactionId)
  }

  func draft() async throws -> String? {
    try await chat.draft()
  }

  func setDraft(_ text: String) async throws {
    try await chat.setDraft(text: text)
  }

  func markRead() async throws {
    try await chat.markRead()
  }
}

/// A part of a chat's timeline.
struct LiveTimeline: CoreTimeline {
  private let timeline: Timeline
  private let windows: TimelineWindows

  init(_ timeline: Timeline, limit: UInt16) {
    self.timeline = timeline
    windows = timeline.windows(limit: limit)
  }

  func follow(_ each: @escaping Each<TimelineWindow>) async {
    await DienstchatScreens.follow(windows, each)
  }

  func showOlder(_ count: UInt16) {
    windows.showOlder(count: count)
  }

  func loadOlder() async throws -> Bool {
    try await timeline.loadOlder()
  }
}
