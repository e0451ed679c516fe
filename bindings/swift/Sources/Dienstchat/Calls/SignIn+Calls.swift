extension SignIn {
  /// Begins a sign-in to an organisation, or again to an account that is sealed.
  ///
  /// The redirect URI is one that the issuer table names: the app's own scheme, or a loopback address
  /// with any port. Cancelling the task ends the call.
  ///
  /// - Throws: ``SignInError`` when the organisation or its issuer is not known, or nobody can be
  ///   reached.
  public func begin(target: SignInTarget, redirectUri: String) async throws -> SignInStarted {
    try await cancellable {
      try await begin(target: target, redirectUri: redirectUri, cancellation: $0)
    }
  }

  /// Finishes a sign-in with the whole URL that the browser was sent to. The app may have been started
  /// anew in between. Cancelling the task ends the call.
  ///
  /// - Throws: ``SignInError`` when the person declined, when the URL belongs to no sign-in that was
  ///   begun here, or when the issuer or a server refuses. After `Offline` the same call can be made
  ///   again.
  public func finish(callback: String) async throws -> Account {
    try await cancellable { try await finish(callback: callback, cancellation: $0) }
  }

  /// Signs in from one call: begins, opens the browser, waits until `callback` is called with the URL
  /// that the browser was sent to, finishes, and dismisses the browser.
  ///
  /// Cancelling the task gives the sign-in up: it is forgotten, and the browser dismissed.
  ///
  /// - Throws: ``SignInError``: what `begin` and `finish` throw, and `NoBrowser`. After `Offline` and
  ///   `Server`, `finish` can be called with the same URL.
  public func withBrowser(
    target: SignInTarget, redirectUri: String, browser: any Browser
  ) async throws -> Account {
    try await cancellable {
      try await withBrowser(
        target: target, redirectUri: redirectUri, browser: browser, cancellation: $0)
    }
  }

  /// Hands the URL that the browser was sent to to the `withBrowser` that waits for it. False when none
  /// waits here, as when the app was started anew: `finish` takes it then, if it is expected at all.
  ///
  /// - Throws: ``SignInError`` when the data folder or the key store cannot be read.
  public func callback(url: String) async throws -> Bool {
    try await offActor { try self.callback(url: url) }
  }

  /// Listens on this machine for the callback of a sign-in, for desktops. The redirect URI is one for a
  /// loopback address that the issuer table names; sign in with `redirectUri()` of the answer.
  /// Cancelling the task ends the call.
  ///
  /// - Throws: ``SignInError`` when it is not one, or the system lets nobody listen (`NoBrowser`).
  public func loopback(redirectUri: String) async throws -> Loopback {
    try await cancellable { try await loopback(redirectUri: redirectUri, cancellation: $0) }
  }

  /// Whether a URL is the callback of a sign-in that was begun here. One that is not is to be dropped,
  /// not forwarded.
  ///
  /// - Throws: ``SignInError`` when the data folder or the key store cannot be read.
  public func expects(callback: String) async throws -> Bool {
    try await offActor { try self.expects(callback: callback) }
  }

  /// Forgets the sign-ins that were begun and not finished.
  ///
  /// - Throws: ``SignInError`` when the data folder or the key store cannot be written.
  public func cancel() async throws {
    try await offActor { try self.cancel() }
  }
}
