import Dienstchat

@testable import DienstchatScenarios
@testable import DienstchatScreens

// A state says less than an error: several errors lead to the same one. A step that expects an error
// holds when the state is the one that this error leads to.

/// Every error of the core that a step on a screen can expect.
private let errors: [any Error] =
  [
    ClientError.InvalidId, ClientError.Offline, ClientError.Sealed, ClientError.NoSuchAccount,
    ClientError.UnknownOrganisation, ClientError.Server, ClientError.Closed, ClientError.Cancelled,
    ClientError.Internal, SignInError.InvalidId, SignInError.Offline, SignInError.UnknownOrganisation,
    SignInError.UntrustedIssuer, SignInError.InvalidRedirectUri, SignInError.UnknownCallback,
    SignInError.NoBrowser, SignInError.SsoDenied, SignInError.SsoFailed, SignInError.WrongOrganisation,
    SignInError.WrongPerson, SignInError.AlreadySignedIn, SignInError.NoSuchAccount, SignInError.Server,
    SignInError.Closed, SignInError.Cancelled, SignInError.Internal, LinkError.NotOnDuty,
    LinkError.Deleted, LinkError.Removed, LinkError.Sealed, LinkError.Offline, LinkError.Server,
    LinkError.Closed, LinkError.Cancelled, LinkError.Internal, ChatError.InvalidId, ChatError.NotFound,
    ChatError.ReadOnly, ChatError.ChatDeleted, ChatError.NotAMember, ChatError.Sealed,
    ChatError.TextEmpty, ChatError.TextTooLong, ChatError.NotQueued, ChatError.Offline,
    ChatError.Server, ChatError.Closed, ChatError.Cancelled, ChatError.Internal,
    SignOutAfterError.InvalidId, SignOutAfterError.NoSuchAccount, SignOutAfterError.UnknownDuty,
    SignOutAfterError.DutyOver, SignOutAfterError.Sealed, SignOutAfterError.Closed,
    SignOutAfterError.Internal,
  ]
  + [InvalidLink.tooLong, .form, .host, .id].map { LinkError.Invalid(reason: $0) }
  + [Unavailable.damaged, .keyMissing, .newerVersion, .locked, .storage].flatMap { reason in
    [
      ClientError.Store(reason: reason), SignInError.Store(reason: reason),
      LinkError.Store(reason: reason), ChatError.Store(reason: reason),
    ] as [any Error]
  }

extension Step {
  /// The error that this step expects; nil when it expects none.
  func expectedError() throws -> (any Error)? {
    guard let name = try textOrNil("error") else { return nil }
    guard let error = errors.first(where: { errorName($0) == name }) else {
      throw Failure("no screen shows \(name)")
    }
    return error
  }

  /// Throws the error that the step expects if it leads to what is shown, and says so otherwise.
  func shows<Shown: Equatable>(_ shown: Shown, _ leadsTo: (any Error) -> Shown?) throws -> Never {
    guard let error = try expectedError() else { throw Failure("\(shown) in \(self)") }
    guard leadsTo(error) == shown else { throw Failure("\(shown) instead of \(error) in \(self)") }
    throw error
  }
}

extension ChatClosed.Reason {
  /// An error that leads to this.
  var error: ChatError {
    switch self {
    case .deleted: .ChatDeleted
    case .sealed, .notAMember: .NotAMember
    case .accountSealed: .Sealed
    case .notFound: .NotFound
    case .storage(let reason): .Store(reason: Unavailable(reason))
    case .internalError: .Internal
    }
  }
}

extension Unavailable {
  init(_ reason: AccountUnavailable) {
    switch reason {
    case .damaged: self = .damaged
    case .keyMissing: self = .keyMissing
    case .newerVersion: self = .newerVersion
    case .locked: self = .locked
    case .storage: self = .storage
    }
  }
}
