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

  /// Deletes, in all accounts, what has to be deleted by now, and says how many chats that were;
  /// signs out accounts whose chosen duty is over. To be called when the app comes to the foreground
  /// and in its background task; needs no network.
  ///
  /// - Throws: ``ClientError``: the first failure. Every account was tried, and the next call tries
  ///   again.
  public func maintain() async throws -> UInt64 {
    try await offActor { try self.maintain() }
  }

  /// Chooses the duty after which an account signs itself out, or none: then it stays. For phones
  /// that a station shares.
  ///
  /// It goes when the duty is over: at its end, which may be moved, or when the duty is cancelled;
  /// also when the duty's chat is gone from this device before, as it is for somebody who was taken
  /// off the duty. It does so while it synchronises, when Dienstchat is opened and in
  /// ``Accounts/maintain()``; the list then lacks it. While it synchronises, what waits in its send
  /// queue is sent first, as far as the server can be reached; otherwise it is lost. The server is
  /// told if it can be reached then.
  ///
  /// - Throws: ``SignOutAfterError`` when there is no such account, the account is in no chat of this
  ///   duty, or the duty is over.
  public func signOutAfter(id: String, dutyId: String?) async throws {
    try await offActor { try self.signOutAfter(id: id, dutyId: dutyId) }
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
