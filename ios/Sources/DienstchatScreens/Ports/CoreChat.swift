import Dienstchat

/// What the screens need of one chat. ``LiveChat`` is the one that the app uses.
public protocol CoreChat: Sendable {
  /// Tells the chat as a list shows it, until the task is cancelled or the core was shut down.
  func followSummary(_ each: @escaping Each<ChatSummary>) async

  /// Tells who is on the duty, likewise.
  func followMembers(_ each: @escaping Each<[ChatMember]>) async

  /// The newest `limit` messages, which can be widened.
  func timeline(limit: UInt16) -> any CoreTimeline

  func queue() async throws -> [QueuedMessage]

  /// Takes a text into the send queue; its transaction id.
  func sendText(_ text: String) async throws -> String

  func retry(transactionId: String) async throws

  func discard(transactionId: String) async throws

  func draft() async throws -> String?

  /// Keeps what was typed; an empty text removes it.
  func setDraft(_ text: String) async throws

  func markRead() async throws
}

/// A part of a chat's timeline that ends with the newest message.
public protocol CoreTimeline: Sendable {
  /// Tells what it is and becomes, until the task is cancelled or the core was shut down.
  func follow(_ each: @escaping Each<TimelineWindow>) async

  /// Widens it by older messages that are on this device.
  func showOlder(_ count: UInt16)

  /// Fetches older messages from the server; false when there are none.
  func loadOlder() async throws -> Bool
}
