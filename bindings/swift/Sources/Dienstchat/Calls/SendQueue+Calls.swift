extension SendQueue {
  /// Takes a text into the send queue, in order and for good, and returns its transaction id. It is
  /// sent while the account synchronises.
  ///
  /// - Throws: ``ChatError`` when nothing may be written, or the text is empty or too long.
  @discardableResult
  public func sendText(text: String) async throws -> String {
    try await offActor { try self.sendText(text: text) }
  }

  /// What is in the send queue, in order.
  ///
  /// - Throws: ``ChatError`` when the chat is gone, or its data cannot be read.
  public func list() async throws -> [QueuedMessage] {
    try await offActor { try self.list() }
  }

  /// Puts a failed message back into the queue.
  ///
  /// - Throws: ``ChatError`` when there is none of this name.
  public func retry(transactionId: String) async throws {
    try await offActor { try self.retry(transactionId: transactionId) }
  }

  /// Drops a message that is not sent yet.
  ///
  /// - Throws: ``ChatError`` when there is none of this name, or it is on its way.
  public func discard(transactionId: String) async throws {
    try await offActor { try self.discard(transactionId: transactionId) }
  }
}
