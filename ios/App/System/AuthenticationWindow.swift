import AuthenticationServices
import DienstchatScreens
import UIKit

/// The system's browser for a sign-in.
@MainActor
final class AuthenticationWindow: NSObject, BrowserWindow, ASWebAuthenticationPresentationContextProviding {
  private let scheme: String?
  private var session: ASWebAuthenticationSession?

  init(redirectUri: String) {
    scheme = URL(string: redirectUri)?.scheme
  }

  func show(_ url: URL, ended: @escaping @MainActor (URL?) -> Void) -> Bool {
    // The system may call this on any thread; without `@Sendable` it would belong to the main actor.
    let session = ASWebAuthenticationSession(url: url, callbackURLScheme: scheme) { @Sendable url, _ in
      Task { @MainActor in ended(url) }
    }
    session.presentationContextProvider = self
    // A station's phone goes from hand to hand: with the browser's own cookies the next person would be
    // signed in as the one before, without being asked.
    session.prefersEphemeralWebBrowserSession = true
    self.session = session
    return session.start()
  }

  func close() {
    session?.cancel()
    // The session holds on to this object by what it calls in the end.
    session = nil
  }

  nonisolated func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
    // The system asks on the main thread.
    MainActor.assumeIsolated {
      let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
      return scenes.first { $0.activationState == .foregroundActive }?.keyWindow
        ?? scenes.first?.keyWindow ?? ASPresentationAnchor()
    }
  }
}
