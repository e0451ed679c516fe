extension Links {
  /// Follows a link of either form: an https link on one of the app's hosts, or one with the app's own
  /// scheme. Cancelling the task ends the call.
  ///
  /// - Throws: ``LinkError`` when it is none, or leads to no chat of an account on this device.
  public func open(link: String) async throws -> LinkTarget {
    try await cancellable { try await open(link: link, cancellation: $0) }
  }

  /// The link that was followed before signing in, to be opened once that is done; nil when there is
  /// none.
  ///
  /// - Throws: ``LinkError`` when Dienstchat was shut down.
  public func remembered() async throws -> String? {
    try await offActor { try self.remembered() }
  }

  /// Forgets that link.
  ///
  /// - Throws: ``LinkError`` when the data folder cannot be written.
  public func forget() async throws {
    try await offActor { try self.forget() }
  }
}
