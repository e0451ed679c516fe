extension Loopback {
  /// Waits for the callback of a sign-in that was begun here, and returns its URL for `callback` or
  /// `finish` of ``SignIn``. Can be called again. Cancelling the task ends the call.
  ///
  /// - Throws: ``SignInError`` when the system ends the listening.
  public func wait() async throws -> String {
    try await cancellable { try await wait(cancellation: $0) }
  }
}
