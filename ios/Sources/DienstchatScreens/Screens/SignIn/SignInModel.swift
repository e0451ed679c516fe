import Dienstchat
import Foundation
import Observation

/// Signs in to an organisation, or again to an account that is sealed.
@MainActor
@Observable
public final class SignInModel: Screen {
  public private(set) var state: SignInState

  @ObservationIgnored private let surroundings: Surroundings
  @ObservationIgnored private let target: SignInTo
  @ObservationIgnored private let redirectUri: String
  @ObservationIgnored private let window: any BrowserWindow
  @ObservationIgnored private let work = Work()
  /// How the organisation is called; nil until that is known.
  @ObservationIgnored private var name: String?
  /// What the browser came back with, to be tried again when the servers could not be reached.
  @ObservationIgnored private var callback: String?
  /// Why it was given up, where nobody has cancelled it.
  @ObservationIgnored private var gaveUp: SignInFailure?

  public init(
    _ surroundings: Surroundings, target: SignInTo, redirectUri: String, window: any BrowserWindow
  ) {
    self.surroundings = surroundings
    self.target = target
    self.redirectUri = redirectUri
    self.window = window
    name =
      if case .organisation(_, let name?) = target { name } else { surroundings.preferences.knownName(of: target.ov) }
    state = SignInState(title: "")
    state.title = surroundings.texts.signinTitle(organisation: organisation)
  }

  private var organisation: String {
    surroundings.speech.name(name ?? surroundings.preferences.name(of: target.ov))
  }

  public func send(_ event: SignInEvent) {
    switch event {
    case .continued: goOn()
    case .did(let remedy): help(remedy)
    case .cancelled:
      work.cancel("sign-in")
      if !isUnderWay { surroundings.navigator.pop(.signIn(target)) }
    }
  }

  private func goOn() {
    guard !isUnderWay else { return }
    switch state.failure {
    case .offline?, .server?:
      if let callback { finish(callback) } else { begin() }
    default: begin()
    }
  }

  private func help(_ remedy: SignInRemedy) {
    switch remedy {
    case .retry: goOn()
    case .otherOrganisation: surroundings.navigator.replace(with: .organisation)
    case .toDuties: surroundings.navigator.show()
    case .settings: surroundings.navigator.push(.settings)
    }
  }

  public func settled() async {
    await work.settled()
  }

  /// Looks up how the organisation is called: who follows a link brings its code alone.
  public func follow() async {
    guard name == nil, let found = await surroundings.lookUpName(of: target.ov) else { return }
    name = found
    state.title = surroundings.texts.signinTitle(organisation: organisation)
  }

  private var isUnderWay: Bool {
    switch state.stage {
    case .inBrowser, .finishing, .signedIn: true
    case .explaining, .failed: false
    }
  }

  private func begin() {
    callback = nil
    gaveUp = nil
    state.stage = .inBrowser
    let browser = SignInBrowser(
      window, ended: { [weak self] in self?.browserEnded(with: $0) },
      notShown: { [weak self] in self?.giveUp(.noBrowser) })
    signIn { [surroundings, target, redirectUri] in
      try await surroundings.core.signIn(
        SignInTarget(target), redirectUri: redirectUri, browser: browser)
    }
  }

  private func finish(_ callback: String) {
    state.stage = .finishing
    signIn { [surroundings] in try await surroundings.core.finishSignIn(callback: callback) }
  }

  private func signIn(_ call: @escaping @MainActor () async throws -> String) {
    work.begin("sign-in") {
      do {
        await self.done(try await call())
      } catch {
        self.failed(SignInFailure(error))
      }
    }
  }

  private func browserEnded(with url: URL?) {
    // The system asks the browser to close when all is done, and that is no cancelling.
    guard state.stage == .inBrowser else { return }
    guard let url else { return work.cancel("sign-in") }
    callback = url.absoluteString
    state.stage = .finishing
    work.begin { [surroundings] in
      // It belongs to another sign-in, or to an earlier one.
      if (try? await surroundings.core.signInCallback(url.absoluteString)) != true { self.giveUp(.stale) }
    }
  }

  private func giveUp(_ failure: SignInFailure) {
    gaveUp = failure
    work.cancel("sign-in")
  }

  private func failed(_ failure: SignInFailure) {
    let told = failure == .cancelled ? gaveUp ?? failure : failure
    state.stage = .failed(told, told.said(surroundings.texts, organisation: organisation))
  }

  private func done(_ account: String) async {
    state.stage = .signedIn(account: account)
    let preferences = surroundings.preferences
    if let name { preferences.remember(OrganisationName(ov: target.ov, name: name)) }
    // Also where a link has led here, past the choice.
    preferences.current.lastOrganisation = OrganisationName(ov: target.ov, name: preferences.name(of: target.ov))
    await surroundings.continueAfterSignIn(to: account)
  }
}

extension SignInTarget {
  init(_ target: SignInTo) {
    switch target {
    case .organisation(let ov, _): self = .organisation(ov: ov)
    case .account(let id, _): self = .account(id: id)
    }
  }
}

extension SignInFailure {
  init(_ error: any Error) {
    switch error as? SignInError {
    case .Cancelled: self = .cancelled
    case .SsoDenied: self = .denied
    case .SsoFailed: self = .failed
    case .Offline: self = .offline
    case .InvalidId, .UnknownOrganisation: self = .unknownOrganisation
    case .UntrustedIssuer: self = .untrusted
    case .WrongOrganisation: self = .wrongOrganisation
    case .WrongPerson: self = .wrongPerson
    case .AlreadySignedIn: self = .already
    case .NoBrowser: self = .noBrowser
    case .UnknownCallback: self = .stale
    case .NoSuchAccount: self = .noAccount
    case .Server: self = .server
    case .Store(let reason): self = .storage(AccountUnavailable(reason))
    case .InvalidRedirectUri, .Closed, .Internal: self = .internalError
    case nil: self = error is CancellationError ? .cancelled : .internalError
    }
  }
}
