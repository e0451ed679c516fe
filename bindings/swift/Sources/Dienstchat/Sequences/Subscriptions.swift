extension Accounts {
  /// The accounts on this device: first as they are, then as they become. It throws ``ClientError``.
  public var lists: FoldedSubscription<AccountDiff> { FoldedSubscription(diffs: diffs) }

  /// The same, as steps from one state to the next.
  public var diffs: Subscription<[AccountDiff]> {
    Subscription { Source(self.subscribe()) }
  }
}

extension Chats {
  /// The chats: first as they are, then as they become. It throws ``ClientError``.
  public var lists: FoldedSubscription<ChatListDiff> { FoldedSubscription(diffs: diffs) }

  /// The same, as steps from one state to the next.
  public var diffs: Subscription<[ChatListDiff]> {
    Subscription { Source(self.subscribe()) }
  }
}

extension Chat {
  /// The chat as a list shows it: first as it is, then as it becomes. It throws ``ChatError``.
  public var summaries: Subscription<ChatSummary> {
    Subscription { Source(self.subscribe()) }
  }

  /// Everybody on the duty: first as it is, then as it becomes. It throws ``ChatError``.
  public var memberLists: FoldedSubscription<MemberDiff> {
    FoldedSubscription(diffs: memberDiffs)
  }

  /// The same, as steps from one state to the next.
  public var memberDiffs: Subscription<[MemberDiff]> {
    Subscription { Source(self.subscribeMembers()) }
  }
}

extension SendQueue {
  /// What is in the send queue: first as it is, then as it becomes. It throws ``ChatError``.
  public var lists: FoldedSubscription<QueueDiff> { FoldedSubscription(diffs: diffs) }

  /// The same, as steps from one state to the next.
  public var diffs: Subscription<[QueueDiff]> {
    Subscription { Source(self.subscribe()) }
  }
}
