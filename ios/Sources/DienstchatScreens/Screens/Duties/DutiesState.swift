/// "Meine Dienste": the chats of all organisations.
public struct DutiesState: Equatable, Sendable {
  /// Says why an account shows no chats.
  public struct Notice: Identifiable, Equatable, Sendable {
    public let account: String
    public let ov: String
    public let text: String
    public let standing: AccountStanding
    public var id: String { account }
  }

  /// An account whose duties can be shown alone, by its organisation.
  public struct Choice: Identifiable, Equatable, Sendable {
    /// Nil: all of them.
    public let account: String?
    /// Short enough for a button.
    public let name: String
    /// How many of its messages nobody has read yet; none where all are meant.
    public let unread: Int
    /// What a screen reader says.
    public let spoken: String
    /// That it has no chats, and what to do.
    public let empty: String
    public let emptyHint: String
    public var id: String { account ?? "" }
  }

  /// What can be chosen, all first; empty while there is one account alone.
  public var choices: [Choice] = []
  /// The one that is shown; nil when there is none to be chosen.
  public var chosen: Choice?
  /// Those that can be written in, in the core's order.
  public var active: [DutyRow] = []
  /// Those that can be read only, likewise.
  public var readOnly: [DutyRow] = []
  public var notices: [Notice] = []
  /// Whether anything is known yet.
  public var isLoaded = false
  public var isOffline = false
  public var isRefreshing = false
  /// Whether the last refreshing came to nothing, for another reason than that there is no connection.
  public var hasRefreshFailed = false
  /// What cannot be read at all, in words.
  public var failure: String?

  /// Whether to say how chats come about, or that there are none of what is chosen.
  public var isEmpty: Bool { isLoaded && active.isEmpty && readOnly.isEmpty && failure == nil }
}

/// A duty's chat in the list.
public struct DutyRow: Identifiable, Equatable, Sendable {
  /// The newest message.
  public struct Last: Equatable, Sendable {
    public let content: MessageContent
    public let stage: MessageStage
    public let sender: String?
    public let isOwn: Bool
    /// Who says what, on one line.
    public let line: String
    public let time: String
  }

  public let id: DutyID
  public let ov: String
  /// With the person, where two accounts are of one organisation; nil while there is one account alone.
  public let organisation: String?
  public let title: String
  public let when: String
  /// In words.
  public let meetingPoint: String?
  public let standing: DutyStanding
  public let phase: ChatPhase
  public let sealed: ChatSealed?
  public let last: Last?
  /// The newest message, or what is to be said in its place.
  public let line: String
  public let unread: Int
  /// How long it can be written in, or read.
  public let remaining: String?
  /// What a screen reader says.
  public let spoken: String
}
