#if canImport(AuthenticationServices)
  import AuthenticationServices
  import Dienstchat

  /// The system's browser for a sign-in.
  @MainActor
  final class SystemBrowser: NSObject, Browser, ASWebAuthenticationPresentationContextProviding {
    private let signIn: SignIn
    private let window: ASPresentationAnchor
    private var session: ASWebAuthenticationSession?
    /// Called when the person closes the browser.
    var closed: () -> Void = {}

    init(signIn: SignIn, window: ASPresentationAnchor) {
      self.signIn = signIn
      self.window = window
    }

    nonisolated func open(url: String) throws {
      guard let url = URL(string: url) else { throw BrowserError.Failed }
      Task { @MainActor in show(url) }
    }

    nonisolated func dismiss() throws {
      Task { @MainActor in session?.cancel() }
    }

    func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
      window
    }

    private func show(_ url: URL) {
      let session = ASWebAuthenticationSession(url: url, callbackURLScheme: "dienstchat") { url, _ in
        Task { @MainActor in
          if let url {
            _ = try await self.signIn.callback(url: url.absoluteString)
          } else {
            self.closed()
          }
        }
      }
      session.presentationContextProvider = self
      session.start()
      self.session = session
    }
  }

  @MainActor
  func signInWithBrowser(
    _ dienstchat: Dienstchat, to ov: String, in window: ASPresentationAnchor
  ) async throws -> Account {
    let signIn = dienstchat.signIn()
    let browser = SystemBrowser(signIn: signIn, window: window)
    let signingIn = Task {
      try await signIn.withBrowser(
        target: .organisation(ov: ov), redirectUri: "dienstchat://login", browser: browser)
    }
    browser.closed = { signingIn.cancel() }
    return try await signingIn.value
  }
#endif
