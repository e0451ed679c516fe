extension Accounts {
  /// All accounts, those that cannot be used too.
  ///
  /// - Throws: ``ClientError`` when Dienstchat was shut down.
  public func list() async throws -> [AccountInfo] {
    try await offActor { try self.list() }
  }

  /// The account with this id.
  ///
  /// - Throws: ``ClientError`` when there is none, or its data cannot be read.
  public func get(id: String) async throws -> Account {
    try await offActor { try self.get(id: id) }
  }

  /// Deletes, in all accounts, what has to be deleted by now, and says how many chats that were. To be
  /// called when the app comes to the foreground and in its background task; needs no network.
  ///
  /// - Throws: ``ClientError``: the first failure. Every account was tried, and the next call tries
  ///   again.
  public func maintain() async throws -> UInt64 {
    try await offActor { try self.maintain() }
  }

  /// Signs out and wipes the account's data from this device, also offline. Cancelling the task ends
  /// the call.
  ///
  /// - Throws: ``ClientError`` when there is no such account, or its data could not be wiped; try
  ///   again.
  public func signOut(id: String) async throws -> SignedOut {
    try await cancellable { try await signOut(id: id, cancellation: $0) }
  }
}
