import Dienstchat
import Foundation

/// A window of the system's browser. The app's is one of `ASWebAuthenticationSession`.
@MainActor
public protocol BrowserWindow: AnyObject, Sendable {
  /// Shows a page, and says with which URL of the app's own it ended; nil when the person closed it.
  /// False when the system shows none.
  func show(_ url: URL, ended: @escaping @MainActor (URL?) -> Void) -> Bool

  /// Closes the page that it shows.
  func close()
}

/// What the core opens its pages with: it calls from threads of its own.
@MainActor
final class SignInBrowser: Browser {
  private let window: any BrowserWindow
  private let ended: @MainActor (URL?) -> Void
  private let notShown: @MainActor () -> Void
  private var isDismissed = false

  /// - Parameter notShown: Is called when the system shows no browser.
  init(
    _ window: any BrowserWindow, ended: @escaping @MainActor (URL?) -> Void,
    notShown: @escaping @MainActor () -> Void
  ) {
    self.window = window
    self.ended = ended
    self.notShown = notShown
  }

  nonisolated func open(url: String) throws {
    guard let url = URL(string: url) else { throw BrowserError.Failed }
    Task { @MainActor in show(url) }
  }

  nonisolated func dismiss() throws {
    Task { @MainActor in
      isDismissed = true
      window.close()
    }
  }

  private func show(_ url: URL) {
    // Given up before it came to this.
    guard !isDismissed else { return }
    if !window.show(url, ended: ended) { notShown() }
  }
}
