extension Chats {
  /// The chats: active ones first, then those that are read only; among them the duty that begins
  /// first. Needs no network.
  ///
  /// - Throws: ``ClientError`` when a store cannot be read.
  public func list() async throws -> [ChatSummary] {
    try await offActor { try self.list() }
  }
}
