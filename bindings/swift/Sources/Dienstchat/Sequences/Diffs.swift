// The diffs of the generated code as steps of the one kind that folds.

extension AccountDiff: ListDiff {
  /// The step, without the type of list that it belongs to.
  public var change: ListChange<AccountInfo> {
    switch self {
    case .reset(let values): .reset(values)
    case .insert(let index, let value): .insert(Int(index), value)
    case .set(let index, let value): .set(Int(index), value)
    case .remove(let index): .remove(Int(index))
    }
  }
}

extension ChatListDiff: ListDiff {
  /// The step, without the type of list that it belongs to.
  public var change: ListChange<ChatSummary> {
    switch self {
    case .reset(let values): .reset(values)
    case .insert(let index, let value): .insert(Int(index), value)
    case .set(let index, let value): .set(Int(index), value)
    case .remove(let index): .remove(Int(index))
    }
  }
}

extension MemberDiff: ListDiff {
  /// The step, without the type of list that it belongs to.
  public var change: ListChange<ChatMember> {
    switch self {
    case .reset(let values): .reset(values)
    case .insert(let index, let value): .insert(Int(index), value)
    case .set(let index, let value): .set(Int(index), value)
    case .remove(let index): .remove(Int(index))
    }
  }
}

extension QueueDiff: ListDiff {
  /// The step, without the type of list that it belongs to.
  public var change: ListChange<QueuedMessage> {
    switch self {
    case .reset(let values): .reset(values)
    case .insert(let index, let value): .insert(Int(index), value)
    case .set(let index, let value): .set(Int(index), value)
    case .remove(let index): .remove(Int(index))
    }
  }
}

extension TimelineDiff: ListDiff {
  /// The step, without the type of list that it belongs to.
  public var change: ListChange<TimelineItem> {
    switch self {
    case .reset(let values): .reset(values)
    case .insert(let index, let value): .insert(Int(index), value)
    case .set(let index, let value): .set(Int(index), value)
    case .remove(let index): .remove(Int(index))
    }
  }
}

extension AccountUpdates: Pulled {}
extension ChatListUpdates: Pulled {}
extension ChatUpdates: Pulled {}
extension MemberUpdates: Pulled {}
extension QueueUpdates: Pulled {}
extension TimelineUpdates: Pulled {}
