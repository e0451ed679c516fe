/// Duty details and members.
public struct DetailsState: Equatable, Sendable {
  /// A line about the duty.
  public struct Line: Identifiable, Equatable, Sendable {
    public let label: String
    public let value: String
    public var id: String { label }
  }

  /// Somebody who is on the duty.
  public struct Member: Identifiable, Equatable, Sendable {
    public let id: String
    /// As the roster has it.
    public let rosterName: String
    public let name: String
    public let function: String?
    public let isResponsible: Bool
    public let isOwn: Bool
    public let hasJoined: Bool
    /// What stands below the name; nil when there is nothing to be said.
    public let note: String?
    /// What a screen reader says.
    public let spoken: String
  }

  public let id: DutyID
  public var title = ""
  public var lines: [Line] = []
  public var isLoaded = false
  /// How many there are.
  public var membersTitle = ""
  public var members: [Member] = []
  /// How many are not in the chat yet; nil when all are.
  public var notYet: String?
  /// Why nothing can be shown.
  public var closed: ChatClosed?

  public init(id: DutyID) {
    self.id = id
  }
}
