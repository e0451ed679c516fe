extension Timeline {
  /// The newest messages on this device with what is on its way, or those before
  /// ``TimelinePage/older``; at most `limit`. Needs no network.
  ///
  /// - Throws: ``ChatError`` when the chat is gone or sealed, or its data cannot be read.
  public func page(before: TimelineToken? = nil, limit: UInt16) async throws -> TimelinePage {
    try await offActor { try self.page(before: before, limit: limit) }
  }

  /// Fetches what the server has before the oldest message that joins on to the newest; false when
  /// there is nothing more. Cancelling the task ends the call.
  ///
  /// - Throws: ``ChatError`` when the server cannot be reached, or the chat is gone or sealed.
  public func loadOlder() async throws -> Bool {
    try await cancellable { try await loadOlder(cancellation: $0) }
  }
}
