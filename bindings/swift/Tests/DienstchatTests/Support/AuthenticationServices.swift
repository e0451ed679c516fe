#if !canImport(AuthenticationServices)
  import Foundation

  // What SystemBrowser takes of Apple's AuthenticationServices: so it is compiled, and tried, on other
  // systems too.

  /// A window, in which the test decides what becomes of the sign-in.
  @MainActor
  final class ASPresentationAnchor {
    enum Ending {
      /// The system shows nothing.
      case notShown
      /// The browser comes back with this; with nothing when the person closes it.
      case back(URL?)
      /// The person does nothing.
      case open
    }

    let ending: Ending
    fileprivate(set) weak var session: ASWebAuthenticationSession?
    fileprivate(set) var shown = 0

    init(_ ending: Ending) {
      self.ending = ending
    }
  }

  protocol ASWebAuthenticationPresentationContextProviding: NSObjectProtocol {
    // Belongs to no actor, as in the earlier of Apple's SDKs: what fits here fits the later ones too.
    func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor
  }

  final class ASWebAuthenticationSession: NSObject {
    typealias CompletionHandler = (URL?, (any Error)?) -> Void

    weak var presentationContextProvider: (any ASWebAuthenticationPresentationContextProviding)?
    // Apple's calls it on a thread of its own without asking the compiler.
    private nonisolated(unsafe) let completionHandler: CompletionHandler

    init(
      url: URL, callbackURLScheme: String?, completionHandler: @escaping CompletionHandler
    ) {
      self.completionHandler = completionHandler
    }

    @MainActor
    @discardableResult
    func start() -> Bool {
      guard let window = presentationContextProvider?.presentationAnchor(for: self) else { return false }
      window.session = self
      switch window.ending {
      case .notShown: return false
      case .back(let url): end(url)
      case .open: break
      }
      window.shown += 1
      return true
    }

    @MainActor
    func cancel() {
      end(nil)
    }

    private func end(_ url: URL?) {
      nonisolated(unsafe) let completionHandler = completionHandler
      DispatchQueue.global().async { completionHandler(url, nil) }
    }
  }
#endif
