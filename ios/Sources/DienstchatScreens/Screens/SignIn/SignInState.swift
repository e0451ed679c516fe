/// Handing over to HiOrg-Server's login.
public struct SignInState: Equatable, Sendable {
  /// How far it is.
  public enum Stage: Equatable, Sendable {
    /// Says what will happen and what is shared.
    case explaining
    case inBrowser
    case finishing
    case failed(SignInFailure, text: String)
    /// Done; the app goes on elsewhere.
    case signedIn(account: String)
  }

  public let title: String
  public var stage = Stage.explaining

  /// What failed; nil when nothing did.
  public var failure: SignInFailure? {
    if case .failed(let failure, _) = stage { failure } else { nil }
  }
}

/// Why nobody is signed in.
public enum SignInFailure: Hashable, Sendable {
  case cancelled, denied, failed, offline, unknownOrganisation, untrusted, wrongOrganisation
  case wrongPerson, already, noBrowser, stale, server
  case storage(AccountUnavailable)
  /// A fault of the app's own.
  case internalError

  /// Whether doing the same again may help.
  public var canRetry: Bool {
    switch self {
    case .cancelled, .denied, .failed, .offline, .stale, .server, .noBrowser, .internalError: true
    case .storage(let reason): reason == .locked || reason == .storage
    case .unknownOrganisation, .untrusted, .wrongOrganisation, .wrongPerson, .already: false
    }
  }

  func text(_ texts: any Texts) -> String {
    switch self {
    case .cancelled: texts.signinCancelled
    case .denied: texts.signinDenied
    case .failed: texts.signinFailed
    case .offline: texts.signinOffline
    case .unknownOrganisation: texts.signinUnknownOrganisation
    case .untrusted: texts.signinUntrusted
    case .wrongOrganisation: texts.signinWrongOrganisation
    case .wrongPerson: texts.signinWrongPerson
    case .already: texts.signinAlready
    case .noBrowser: texts.signinNoBrowser
    case .stale: texts.signinStale
    case .server: texts.signinServer
    case .storage(let reason): reason.titleText(texts)
    case .internalError: texts.internalError
    }
  }
}
