#if !canImport(AuthenticationServices)
  import Dienstchat
  import Foundation
  import Testing

  @testable import DienstchatScenarios

  /// The browser that the article shows, with stand-ins for what is Apple's.
  @Suite("The system's browser", .timeLimit(.minutes(1)))
  @MainActor
  struct SystemBrowserTests {
    private let folder: Folder
    private let server: SilentServer
    private let dienstchat: Dienstchat

    init() async throws {
      folder = try Folder()
      server = try SilentServer()
      dienstchat = try await Dienstchat.open(
        config: folder.config(connector: server.url), keyStore: MemoryKeyStore())
    }

    @Test(
      "says so when nothing will come back",
      arguments: [
        ASPresentationAnchor.Ending.notShown, .back(nil),
        .back(URL(string: "dienstchat://login?code=abc&state=def")),
      ])
    func closed(_ ending: ASPresentationAnchor.Ending) async throws {
      let browser = SystemBrowser(signIn: dienstchat.signIn(), window: ASPresentationAnchor(ending))
      try await withCheckedThrowingContinuation { continuation in
        browser.closed = { continuation.resume() }
        do {
          try browser.open(url: "https://issuer.example/authorize")
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }

    @Test("is let go with its session when it is dismissed")
    func dismissed() async throws {
      let window = ASPresentationAnchor(.open)
      weak var released: SystemBrowser?
      do {
        let browser = SystemBrowser(signIn: dienstchat.signIn(), window: window)
        released = browser
        try browser.open(url: "https://issuer.example/authorize")
        while window.session == nil { await Task.yield() }
        try browser.dismiss()
      }
      while released != nil || window.session != nil { await Task.yield() }
      #expect(window.shown == 1)
    }

    @Test("ends with the task that signs in")
    func cancelled() async throws {
      let signingIn = Task {
        try await signInWithBrowser(dienstchat, to: "xyz", in: ASPresentationAnchor(.open))
      }
      await server.connection()
      signingIn.cancel()
      await #expect(throws: CancellationError.self) { try await signingIn.value }
    }
  }
#endif
