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
  /// The attempt that was begun last.
  @ObservationIgnored private var opened: Int?

  public init(_ surroundings: Surroundings, link: String) {
    self.surroundings = surroundings
    self.link = link
    state = LinkState(title: surroundings.texts.linkOpening)
  }

  /// Changes when a link is followed, also the same once more: then this screen is to be followed anew.
  public var attempt: Int { surroundings.navigator.linksFollowed }

  public func send(_ event: LinkEvent) {
    switch event {
    case .retried: open()
    case .signedIn:
      guard case .stopped(.signIn(let ov, _)) = state.stage else { return }
      surroundings.navigator.push(.signIn(.organisation(ov: ov, name: surroundings.preferences.knownName(of: ov))))
    case .askedWhatToDo:
      if let account = state.account {
        surroundings.navigator.push(.problem(account: account))
      } else {
        // The list names all that cannot be used.
        surroundings.navigator.show()
      }
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

  /// Opens the link, once for each time that it is followed; that is all there is to be followed.
  public func follow() async {
    if opened != attempt { open() }
    await work.settled()
  }

  private func open() {
    opened = attempt
    state = LinkState(title: surroundings.texts.linkOpening)
    work.begin("open") { [surroundings, link] in
      let accounts = (try? await surroundings.core.accounts()) ?? []
      do {
        switch try await surroundings.core.open(link: link) {
        case .chat(let account, let duty): self.reached(DutyID(account: account, duty: duty))
        case .signIn(let ov): await self.stopped(at: ov, accounts)
        }
      } catch {
        self.stopped(LinkState.Stop(error), accounts)
      }
    }
  }

  private func reached(_ chat: DutyID) {
    state.stage = .opened(chat)
    if surroundings.navigator.top == .link(link) { surroundings.navigator.show(.chat(chat)) }
  }

  private func stopped(at ov: String, _ accounts: [AccountInfo]) async {
    let stop = LinkState.Stop.signIn(ov: ov, isOther: !accounts.isEmpty)
    stopped(stop, accounts)
    // The link brings a code, and people know names.
    if await surroundings.lookUpName(of: ov) != nil, !Task.isCancelled { stopped(stop, accounts) }
  }

  private func stopped(_ stop: LinkState.Stop, _ accounts: [AccountInfo]) {
    let texts = surroundings.texts
    var next = LinkState(
      stage: .stopped(stop), title: stop.title(texts, organisation: surroundings.organisation),
      hasAccounts: !accounts.isEmpty)
    let unusable = accounts.filter { $0.state != .active }
    // Which account a link picks is the core's to know.
    let account = stop.isAboutAccount && unusable.count == 1 ? unusable.first : nil
    next.account = account?.id
    next.hint = stop.hint(texts, organisation: surroundings.organisation, account)
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
    case .internalError: texts.linkFailed
    }
  }

  /// Whether it is the account that is the matter.
  var isAboutAccount: Bool {
    switch self {
    case .sealed, .storage: true
    case .signIn, .notOnDuty, .removed, .deleted, .invalid, .offline, .server, .cancelled, .internalError: false
    }
  }

  /// - Parameter account: The one that cannot be used, where it is known.
  func hint(_ texts: any Texts, organisation: (String) -> String, _ account: AccountInfo?) -> String? {
    switch self {
    case .signIn(let ov, isOther: false):
      "\(texts.linkBelongs(organisation: organisation(ov))) \(texts.linkSignInHint)"
    case .signIn(_, isOther: true): texts.linkOtherOrganisationHint
    case .notOnDuty: texts.linkNotOnDutyHint
    case .removed: texts.linkRemovedHint
    case .deleted: texts.linkDeletedHint
    case .invalid: texts.linkInvalidHint
    case .offline: texts.linkOfflineHint
    case .server, .cancelled: texts.linkServerHint
    case .sealed:
      account.flatMap { AccountStanding($0.state).notice(texts, organisation: organisation($0.ov)) }
    // It names the organisation, which nobody knows where several accounts cannot be used.
    case .storage(.damaged) where account == nil: nil
    case .storage(let reason):
      reason.hintText(texts, organisation: account.map { organisation($0.ov) } ?? "")
    case .internalError: texts.internalError
    }
  }
}
