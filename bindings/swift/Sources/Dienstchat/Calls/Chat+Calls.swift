extension Chat {
  /// The chat as a list shows it.
  ///
  /// - Throws: ``ChatError`` when it is gone, or its data cannot be read.
  public func summary() async throws -> ChatSummary {
    try await offActor { try self.summary() }
  }

  /// Everybody on the duty, also those who are not yet in the chat.
  ///
  /// - Throws: ``ChatError`` when the chat is gone, or its data cannot be read.
  public func members() async throws -> [ChatMember] {
    try await offActor { try self.members() }
  }

  /// Counts everything that is there as read.
  ///
  /// - Throws: ``ChatError`` when the chat is gone, or its data cannot be read.
  public func markRead() async throws {
    try await offActor { try self.markRead() }
  }
}
