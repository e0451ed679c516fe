// What a list of a user interface tells its rows apart by.

extension AccountInfo: Identifiable {}

extension TimelineItem: Identifiable {}

extension Organisation: Identifiable {
  /// The organisation's code.
  public var id: String { ov }
}

extension QueuedMessage: Identifiable {
  /// The transaction id, which names the message for ever.
  public var id: String { transactionId }
}

extension ChatMember: Identifiable {
  /// The person's account.
  public var id: String { account }
}

extension ChatSummary: Identifiable {
  /// A chat is told apart by the account and the duty: two accounts may be on the same one.
  public struct ID: Hashable, Sendable {
    /// The account that is on the duty.
    public let account: String
    /// The duty.
    public let dutyId: String
  }

  /// The account and the duty.
  public var id: ID { ID(account: account, dutyId: dutyId) }
}
