// What the core says, in the words of the screens, whose states and views know nothing of the core.

/// Names a duty's chat: two accounts may be on the same duty.
public struct DutyID: Hashable, Codable, Sendable {
  public let account: String
  public let duty: String

  public init(account: String, duty: String) {
    self.account = account
    self.duty = duty
  }
}

/// What HiOrg-Server says of a duty.
public enum DutyStanding: Sendable {
  case planned, cancelled, chatOff
}

/// What holds in a chat now.
public enum ChatPhase: Sendable {
  case active, readOnly, deleted
}

/// Why a chat is sealed.
public enum ChatSealed: Sendable {
  case removed, notListed
}

/// What can be done with an account.
public enum AccountStanding: Hashable, Sendable {
  case active
  case sealed(AccountSealed)
  case unavailable(AccountUnavailable)
}

/// Why an account is sealed.
public enum AccountSealed: Hashable, Codable, Sendable {
  case signInAgain, blocked, noContact
}

/// Why the data of an account cannot be read.
public enum AccountUnavailable: Hashable, Codable, Sendable {
  case damaged, keyMissing, newerVersion, locked, storage
}

/// What a message shows.
public enum MessageContent: Hashable, Sendable {
  case text(String)
  case waiting(MessageWaiting)
  case deleted
  case unsupported
}

/// Why a message cannot be read yet, or ever.
public enum MessageWaiting: Hashable, Sendable {
  case beforeDevice, keyMissing, withheld, refused
}

/// How far a message is.
public enum MessageStage: Hashable, Sendable {
  case received, sent, queued, sending
  case failed(SendProblem)
}

/// Why a message was not sent.
public enum SendProblem: Hashable, Sendable {
  case readOnly, notAMember, tooLarge, refused
}

/// Names a message for as long as it is in the timeline.
public enum MessageID: Hashable, Codable, Sendable {
  /// An event of the server.
  case event(String)
  /// A message of one's own that has not come back from the server.
  case transaction(String)
}
