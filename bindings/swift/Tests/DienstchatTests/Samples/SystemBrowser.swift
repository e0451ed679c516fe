#if canImport(AuthenticationServices)
  import AuthenticationServices
#endif
import Dienstchat
import Foundation

/// The system's browser for a sign-in.
@MainActor
final class SystemBrowser: NSObject, Browser, ASWebAuthenticationPresentationContextProviding {
  private let signIn: SignIn
  private let window: ASPresentationAnchor
  private var session: ASWebAuthenticationSession?
  private var isDismissed = false
  /// Called when nothing will come back: the person closes the browser, or the system shows none.
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
    Task { @MainActor in
      isDismissed = true
      session?.cancel()
      // The session holds on to this object by what it calls in the end.
      session = nil
    }
  }

  nonisolated func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
    window
  }

  private func show(_ url: URL) {
    guard !isDismissed else { return }
    // The system may call this on any thread; without `@Sendable` it would belong to the main actor.
    let session = ASWebAuthenticationSession(url: url, callbackURLScheme: "dienstchat") { @Sendable url, _ in
      Task { await self.ended(url) }
    }
    session.presentationContextProvider = self
    self.session = session
    if !session.start() { closed() }
  }

  private func ended(_ url: URL?) async {
    if let url, (try? await signIn.callback(url: url.absoluteString)) == true { return }
    closed()
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
  return try await withTaskCancellationHandler {
    try await signingIn.value
  } onCancel: {
    signingIn.cancel()
  }
}
