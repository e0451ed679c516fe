import Dienstchat
import Observation

/// Says why an account cannot be used, and what to do.
@MainActor
@Observable
public final class ProblemModel: Screen {
  public private(set) var state: ProblemState

  @ObservationIgnored private let surroundings: Surroundings
  @ObservationIgnored private let work = Work()
  @ObservationIgnored private var ov = ""

  public init(_ surroundings: Surroundings, account: String) {
    self.surroundings = surroundings
    state = ProblemState(account: account)
  }

  public func send(_ event: ProblemEvent) {
    switch event {
    case .did(.signIn): surroundings.navigator.replace(with: .signIn(.account(id: state.account, ov: ov)))
    case .did(.signOut): surroundings.navigator.push(.signOut(account: state.account))
    case .did(.retry): retry()
    }
  }

  public func settled() async {
    await work.settled()
  }

  public func follow() async {
    await surroundings.core.followAccounts { [weak self] in self?.accountsAre($0) }
  }

  private var route: Route { .problem(account: state.account) }

  private func accountsAre(_ result: Result<[AccountInfo], any Error>) {
    guard case .success(let accounts) = result else { return }
    guard let account = accounts.first(where: { $0.id == state.account }) else {
      state.standing = nil
      return surroundings.navigator.pop(route)
    }
    ov = account.ov
    show(AccountStanding(account.state), organisation: surroundings.organisation(account.ov))
  }

  private func show(_ standing: AccountStanding, organisation: String) {
    let texts = surroundings.texts
    state.standing = standing
    state.organisation = organisation
    state.actions = standing.actions
    switch standing {
    case .active:
      // It is over.
      state.title = texts.settingsAccountActive
      state.hint = ""
      surroundings.navigator.pop(route)
    case .sealed(let reason):
      state.title = reason.titleText(texts)
      state.hint = reason.hintText(texts, organisation: organisation)
    case .unavailable(let reason):
      state.title = reason.titleText(texts)
      state.hint = reason.hintText(texts, organisation: organisation)
    }
  }

  private func retry() {
    guard !state.isRetrying else { return }
    state.isRetrying = true
    state.failure = nil
    work.begin("retry") { [surroundings] in
      let failure = await self.failure(of: { try await surroundings.core.syncOnce(account: self.state.account) })
      if let accounts = try? await surroundings.core.accounts() { self.accountsAre(.success(accounts)) }
      self.state.isRetrying = false
      // Whether it has helped the list of accounts says.
      let hasHelped = self.state.standing == .active || self.state.standing == nil
      self.state.failure = hasHelped ? nil : failure
    }
  }

  private func failure(of attempt: () async throws -> Void) async -> String {
    let texts = surroundings.texts
    do {
      try await attempt()
      return texts.sealedSame
    } catch SyncError.Offline, ClientError.Offline {
      return texts.sealedOffline
    } catch SyncError.Busy, SyncError.Server, ClientError.Server {
      return texts.sealedServer
    } catch {
      return texts.sealedSame
    }
  }
}
