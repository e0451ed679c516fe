import Dienstchat
import Observation

/// Follows a link to its chat, or says why it leads to none.
@MainActor
@Observable
public final class LinkModel: Screen {
  public private(set) var state: LinkState

  @ObservationIgnored private let surroundings: Surroundings
  @ObservationIgnored private let link: String
  @ObservationIgnored private let work = Work()

  public init(_ surroundings: Surroundings, link: String) {
    self.surroundings = surroundings
    self.link = link
    state = LinkState(title: surroundings.texts.linkOpening)
  }

  public func send(_ event: LinkEvent) {
    switch event {
    case .retried: open()
    case .signedIn:
      guard case .stopped(.signIn(let ov, _)) = state.stage else { return }
      surroundings.navigator.push(.signIn(.organisation(ov: ov, name: nil)))
    case .closed:
      work.cancel("open")
      work.begin { [surroundings] in
        // Whoever turns away is not to be taken there after the next sign-in.
        try? await surroundings.core.forgetLink()
      }
      surroundings.navigator.pop(.link(link))
    }
  }

  public func settled() async {
    await work.settled()
  }

  /// Opens the link; that is all there is to be followed.
  public func follow() async {
    if state.stage == .opening { open() }
    await work.settled()
  }

  private func open() {
    state = LinkState(title: surroundings.texts.linkOpening)
    work.begin("open") { [surroundings, link] in
      let stage: LinkState.Stage
      do {
        stage =
          switch try await surroundings.core.open(link: link) {
          case .chat(let account, let duty): .opened(DutyID(account: account, duty: duty))
          case .signIn(let ov): .stopped(.signIn(ov: ov, isOther: try await self.hasAccounts()))
          }
      } catch {
        stage = .stopped(LinkState.Stop(error))
      }
      self.reached(stage)
    }
  }

  private func hasAccounts() async throws -> Bool {
    try await !surroundings.core.accounts().isEmpty
  }

  private func reached(_ stage: LinkState.Stage) {
    let texts = surroundings.texts
    var next = LinkState(stage: stage, title: texts.linkOpening)
    switch stage {
    case .opening: break
    case .opened(let chat):
      if surroundings.navigator.top == .link(link) {
        surroundings.navigator.show(.chat(chat))
      }
    case .stopped(let stop):
      next.title = stop.title(texts, organisation: surroundings.organisation)
      next.hint = stop.hint(texts)
    }
    state = next
  }
}

extension LinkState.Stop {
  init(_ error: any Error) {
    switch error as? LinkError {
    case .NotOnDuty: self = .notOnDuty
    case .Removed: self = .removed
    case .Deleted: self = .deleted
    case .Invalid: self = .invalid
    case .Sealed: self = .sealed
    case .Offline: self = .offline
    case .Server: self = .server
    case .Store(let reason): self = .storage(AccountUnavailable(reason))
    case .Cancelled: self = .cancelled
    case .Closed, .Internal: self = .internalError
    case nil: self = error is CancellationError ? .cancelled : .internalError
    }
  }

  func title(_ texts: any Texts, organisation: (String) -> String) -> String {
    switch self {
    case .signIn(_, isOther: false): texts.linkSignIn
    case .signIn(let ov, isOther: true): texts.linkOtherOrganisation(organisation: organisation(ov))
    case .notOnDuty: texts.linkNotOnDuty
    case .removed: texts.linkRemoved
    case .deleted: texts.linkDeleted
    case .invalid: texts.linkInvalid
    case .sealed: texts.linkSealed
    case .offline: texts.linkOffline
    case .server, .cancelled: texts.linkServer
    case .storage(let reason): reason.titleText(texts)
    case .internalError: texts.internalError
    }
  }

  func hint(_ texts: any Texts) -> String? {
    switch self {
    case .signIn(_, isOther: false): texts.linkSignInHint
    case .signIn(_, isOther: true): texts.linkOtherOrganisationHint
    case .notOnDuty: texts.linkNotOnDutyHint
    case .removed: texts.linkRemovedHint
    case .deleted: texts.linkDeletedHint
    case .invalid: texts.linkInvalidHint
    case .offline: texts.linkOfflineHint
    case .server, .cancelled: texts.linkServerHint
    case .sealed, .storage, .internalError: nil
    }
  }
}
