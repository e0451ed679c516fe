/// The chat of a duty.
public struct ChatState: Equatable, Sendable {
  /// What is above the messages that are shown.
  public enum Older: Equatable, Sendable {
    /// The chat begins here.
    case none
    case here
    case onServer
    case loading
    case failed(text: String)
    /// More than what is there is never shown.
    case limit
  }

  /// Where a message is being written.
  public struct Composer: Equatable, Sendable {
    public var text = ""
    /// Whether anything may be written at all.
    public var isOpen = false
    /// Whether this can be sent.
    public var canSend = false
  }

  public let id: DutyID
  public var title = ""
  public var when = ""
  public var phase = ChatPhase.active
  public var standing = DutyStanding.planned
  public var sealed: ChatSealed?
  public var unread = 0
  public var last: DutyRow.Last?
  /// Why nothing can be written any more, and until when it can be read.
  public var banner: String?
  /// Oldest first.
  public var rows: [ChatRow] = []
  public var isLoaded = false
  public var older = Older.none
  public var composer = Composer()
  /// The message that was written last.
  public var lastSent: MessageID?
  /// Why the chat cannot be shown; nil when it can.
  public var closed: ChatClosed?
  /// Something that did not work, to be said once.
  public var notice: String?
  public var isAtNewest = true
  /// How many messages of others came while the list was scrolled up.
  public var unseen = 0
  /// The message to begin at when the list appears; nil: the newest.
  public var anchor: MessageID?
  public var isOffline = false

  public init(id: DutyID) {
    self.id = id
  }

  /// Whether to say that nobody has said anything.
  public var isEmpty: Bool { isLoaded && rows.isEmpty && older == .none && closed == nil }

  /// Whether a message that was not sent can be sent again.
  public func offersSendAgain(_ message: ChatMessage) -> Bool {
    composer.isOpen && message.mayBeSentAgain
  }

  /// The row of the message that was written last; nil until it is there.
  public var lastSentRow: ChatRow.ID? {
    guard let lastSent, rows.last(where: { $0.id == .message(lastSent) }) != nil else { return nil }
    return .message(lastSent)
  }

  /// Whether the list of messages is the same. What is being written is no part of it.
  public func looksLike(_ other: Self) -> Bool {
    rows == other.rows && older == other.older && isLoaded == other.isLoaded && unseen == other.unseen
      && isAtNewest == other.isAtNewest && lastSent == other.lastSent
      && composer.isOpen == other.composer.isOpen && isEmpty == other.isEmpty
  }

  /// Its messages, without what stands between them.
  public var messages: [ChatMessage] {
    rows.compactMap { if case .message(let message) = $0 { message } else { nil } }
  }
}

/// A row of a chat.
public enum ChatRow: Identifiable, Equatable, Sendable {
  /// The day of the messages that follow.
  case day(String, before: MessageID)
  case message(ChatMessage)

  public enum ID: Hashable, Sendable {
    case day(MessageID)
    case message(MessageID)
  }

  public var id: ID {
    switch self {
    case .day(_, let message): .day(message)
    case .message(let message): .message(message.id)
    }
  }
}

/// A message.
public struct ChatMessage: Identifiable, Equatable, Sendable {
  public let id: MessageID
  public let name: String
  /// What the person is on the duty; nil where that is nothing special.
  public let role: String?
  /// The name by the roster; nil when it names this person no more.
  public let sender: String?
  public let isOwn: Bool
  public let isResponsible: Bool
  /// Whether the message before is by the same person, shortly before.
  public internal(set) var isContinued: Bool
  public let content: MessageContent
  /// What is shown: the text, perhaps cut, or a note in its place.
  public let shown: String
  /// Whether the text is longer than what is shown.
  public let isCut: Bool
  public let time: String
  public let stage: MessageStage
  /// How far an own message is, in words; nil when there is nothing to be said.
  public let stageText: String?
  /// What a screen reader says.
  public let spoken: String

  /// What is shown, in pieces for lines of their own, each short enough to be laid out at once.
  public var pieces: [String] {
    let pieces = LongText.pieces(of: shown)
    return pieces.map { piece in
      // Where a piece ends, the line does.
      String(piece.endIndex < shown.endIndex && piece.last?.isNewline == true ? piece.dropLast() : piece)
    }
  }

  /// Whether it was not sent, and can be deleted.
  public var hasFailed: Bool {
    if case .failed = stage { true } else { false }
  }

  /// What is too large stays too large.
  var mayBeSentAgain: Bool {
    hasFailed && stage != .failed(.tooLarge)
  }
}

/// Why a chat cannot be shown.
public struct ChatClosed: Equatable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// Its time was up.
    case deleted
    case sealed(ChatSealed)
    /// Nothing tells why the person is not in it.
    case notAMember
    /// The account is sealed; see its own screen.
    case accountSealed
    /// There is no such chat, or account, here.
    case notFound
    case storage(AccountUnavailable)
    /// A fault of the app's own.
    case internalError
  }

  public let reason: Reason
  public let title: String
  public let hint: String?
}
