extension Organisations {
  /// The organisations whose code or name matches this text; all for an empty one.
  ///
  /// Cancelling the task ends the call.
  ///
  /// - Throws: ``ClientError`` when the connector cannot be reached or fails.
  public func search(text: String = "") async throws -> [Organisation] {
    try await cancellable { try await search(text: text, cancellation: $0) }
  }
}
