extension Dienstchat {
  /// Opens what is on this device and deletes what has to be deleted by now. Needs no network.
  ///
  /// - Parameters:
  ///   - config: The settings of this installation.
  ///   - keyStore: Where the secrets lie.
  ///   - clock: Where the time comes from; by default the system's clock.
  ///   - connectivity: What the system says of the network; by default it counts as there.
  /// - Throws: ``OpenError`` when a setting is not valid or the data folder cannot be used. An account
  ///   that cannot be opened is none: ``Accounts/list()-swift.method`` says why.
  public static func open(
    config: Config, keyStore: any KeyStore, clock: (any Clock)? = nil,
    connectivity: (any Connectivity)? = nil
  ) async throws -> Dienstchat {
    try await offActor {
      try Dienstchat.open(
        config: config, keyStore: keyStore, clock: clock, connectivity: connectivity)
    }
  }

  /// Ends what is under way and lets go of the files: from now on every call on every object that came
  /// from here fails with `Closed`, and subscriptions end. What was being written is written. A second
  /// call does nothing.
  ///
  /// This waits for what is being written, on a thread that may. Without `await`, as in a `deinit`, the
  /// caller's own thread waits: not for the main actor. Letting go of all objects does the same, on the
  /// thread that lets go of the last one, so await this first.
  public func shutDown() async {
    await offActor { self.shutDown() }
  }
}
