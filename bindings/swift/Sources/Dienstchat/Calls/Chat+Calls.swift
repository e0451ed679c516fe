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

  /// What was typed here and not sent; nil when there is nothing. It stays on this device and is deleted
  /// with the chat.
  ///
  /// - Throws: ``ChatError`` when the chat is gone or sealed, or its data cannot be read.
  public func draft() async throws -> String? {
    try await offActor { try self.draft() }
  }

  /// Keeps what was typed and not sent, at most 64 KiB of UTF-8; an empty text removes it.
  ///
  /// - Throws: ``ChatError`` when the chat is gone or sealed, its data cannot be written, or the text is
  ///   too long.
  public func setDraft(text: String) async throws {
    try await offActor { try self.setDraft(text: text) }
  }

  /// Counts everything that is there as read.
  ///
  /// - Throws: ``ChatError`` when the chat is gone, or its data cannot be read.
  public func markRead() async throws {
    try await offActor { try self.markRead() }
  }
}
