/// Handing over to HiOrg-Server's login.
public struct SignInState: Equatable, Sendable {
  /// How far it is.
  public enum Stage: Equatable, Sendable {
    /// Says what will happen and what is shared.
    case explaining
    case inBrowser
    case finishing
    case failed(SignInFailure, SignInSaid)
    /// Done; the app goes on elsewhere.
    case signedIn(account: String)
  }

  public var title: String
  public var stage = Stage.explaining

  /// What failed; nil when nothing did.
  public var failure: SignInFailure? {
    if case .failed(let failure, _) = stage { failure } else { nil }
  }
}

extension SignInState {
  /// Whether it is done, and only the first chats are waited for.
  public var isSignedIn: Bool {
    if case .signedIn = stage { true } else { false }
  }
}

/// Why nobody is signed in.
public enum SignInFailure: Hashable, Sendable {
  case cancelled, denied, failed, offline, unknownOrganisation, untrusted, wrongOrganisation
  case wrongPerson, already, noBrowser, stale, noAccount, server
  case storage(AccountUnavailable)
  /// A fault of the app's own.
  case internalError

  /// What helps, the likeliest first.
  public var remedies: [SignInRemedy] {
    switch self {
    case .cancelled, .denied, .failed, .stale: [.retry, .otherOrganisation]
    case .offline, .noBrowser, .server, .internalError: [.retry]
    case .unknownOrganisation, .wrongOrganisation: [.otherOrganisation, .retry]
    case .untrusted, .noAccount: [.otherOrganisation]
    case .wrongPerson: [.settings, .retry]
    case .already: [.toDuties]
    case .storage(.damaged), .storage(.keyMissing): [.settings]
    case .storage(.newerVersion): []
    case .storage(.locked), .storage(.storage): [.retry]
    }
  }

  func said(_ texts: any Texts, organisation: String) -> SignInSaid {
    switch self {
    case .cancelled: .notDone(texts.signinCancelled, texts)
    case .denied: .notDone(texts.signinDenied, texts)
    case .failed: .notDone(texts.signinFailed, texts)
    case .offline: .notDone(texts.signinOffline, texts)
    case .unknownOrganisation: .notDone(texts.signinUnknownOrganisation, texts)
    case .untrusted: .notDone(texts.signinUntrusted, texts)
    case .wrongOrganisation: .notDone(texts.signinWrongOrganisation, texts)
    case .wrongPerson: .notDone(texts.signinWrongPerson, texts)
    case .already: SignInSaid(title: texts.signinAlreadyTitle, hint: texts.signinAlready)
    case .noBrowser: .notDone(texts.signinNoBrowser, texts)
    case .stale: .notDone(texts.signinStale, texts)
    case .noAccount: .notDone(texts.signinNoAccount, texts)
    case .server: .notDone(texts.signinServer, texts)
    case .storage(let reason):
      SignInSaid(title: reason.titleText(texts), hint: reason.hintText(texts, organisation: organisation))
    case .internalError: .notDone(texts.internalError, texts)
    }
  }
}

/// What somebody can do who was not signed in.
public enum SignInRemedy: Hashable, Sendable {
  case retry, otherOrganisation, toDuties, settings
}

/// What is said of a failed sign-in: what is the matter, and what helps.
public struct SignInSaid: Equatable, Sendable {
  public let title: String
  public let hint: String

  fileprivate static func notDone(_ why: String, _ texts: any Texts) -> SignInSaid {
    SignInSaid(title: texts.signinNotDone, hint: why)
  }
}
