extension Account {
  /// Synchronises until the task is cancelled, with growing pauses while the server cannot be reached:
  /// for as long as the app is in the foreground.
  ///
  /// - Throws: `CancellationError` when the task was cancelled; ``SyncError`` when the session was
  ///   ended, or the account's data cannot be used any more.
  public func synchronise() async throws {
    let loop = syncLoop()
    try await withTaskCancellationHandler {
      try await loop.run()
    } onCancel: {
      loop.stop()
    }
    try Task.checkCancellation()
  }

  /// One round: sends what is waiting, takes in what is new, waits for at most `waitMs` milliseconds
  /// when nothing is. Cancelling the task ends the call.
  ///
  /// - Throws: ``SyncError`` when the server cannot be reached, or ended the session.
  public func syncOnce(waitMs: UInt32) async throws -> SyncSummary {
    try await cancellable { try await syncOnce(waitMs: waitMs, cancellation: $0) }
  }

  /// Sends what is waiting now. Without a connection it goes on waiting, which is no error. Cancelling
  /// the task ends the call.
  ///
  /// - Throws: ``SyncError`` when the session was ended, or the account's data cannot be used.
  public func flush() async throws -> Sent {
    try await cancellable { try await flush(cancellation: $0) }
  }

  /// What can be done with the account now.
  ///
  /// - Throws: ``ClientError`` when its data cannot be read.
  public func state() async throws -> AccountState {
    try await offActor { try self.state() }
  }

  /// The chat of this duty.
  ///
  /// - Throws: ``ChatError`` when there is none on this device, or the account is sealed.
  public func chat(dutyId: String) async throws -> Chat {
    try await offActor { try self.chat(dutyId: dutyId) }
  }
}
