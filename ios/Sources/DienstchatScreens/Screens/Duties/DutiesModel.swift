import Dienstchat
import Observation

/// The chats of all accounts in one list.
@MainActor
@Observable
public final class DutiesModel: Screen {
  /// What is there of the account that is chosen, wherever that was done.
  public var state: DutiesState { whole.choosing(surroundings.navigator.chosenAccount) }

  /// What is there of all accounts.
  private var whole = DutiesState()
  @ObservationIgnored private let surroundings: Surroundings
  @ObservationIgnored private let work = Work()
  @ObservationIgnored private let persons: AccountPersons
  @ObservationIgnored private(set) var chats: [ChatSummary]?
  @ObservationIgnored private(set) var accounts: [AccountInfo] = []

  /// Begins with what was read when the app started, so that the first picture is not empty.
  public init(_ surroundings: Surroundings, chats: [ChatSummary]? = nil, accounts: [AccountInfo] = []) {
    self.surroundings = surroundings
    persons = AccountPersons(surroundings.core)
    self.chats = chats
    self.accounts = accounts
    render()
  }

  public func send(_ event: DutiesEvent) {
    switch event {
    case .opened(let duty): surroundings.navigator.push(.chat(duty))
    case .openedDetails(let duty): surroundings.navigator.push(.details(duty))
    case .refreshed: refresh()
    case .chose(let account): surroundings.navigator.chosenAccount = account
    case .openedSettings: surroundings.navigator.push(.settings)
    case .openedNotice(let account): surroundings.navigator.push(.problem(account: account))
    }
  }

  public func settled() async {
    await work.settled()
  }

  public func follow() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [surroundings] in
        await surroundings.core.followAccounts { [weak self] in self?.accountsAre($0) }
      }
      group.addTask { await self.everyMinute() }
      group.addTask { await self.followNetwork() }
      await surroundings.core.followChats { [weak self] in self?.chatsAre($0) }
      group.cancelAll()
    }
  }

  private func everyMinute() async {
    await surroundings.everyMinute { [weak self] in self?.render() }
  }

  private func followNetwork() async {
    let changes = surroundings.network.changes()
    // It may have changed before anybody followed.
    render()
    for await _ in changes { render() }
  }

  private func chatsAre(_ result: Result<[ChatSummary], any Error>) {
    switch result {
    case .success(let chats):
      self.chats = chats
      whole.failure = nil
      lookUpPersons()
    case .failure:
      // What was read before stays; accounts that cannot be read say so themselves.
      if chats == nil { whole.failure = surroundings.texts.internalError }
    }
    render()
  }

  private func accountsAre(_ result: Result<[AccountInfo], any Error>) {
    guard case .success(let accounts) = result else { return }
    self.accounts = accounts
    lookUpPersons()
    render()
  }

  /// Where the name of the organisation does not tell accounts apart.
  private var alike: [AccountInfo] {
    accounts.filter { account in accounts.count { $0.ov == account.ov } > 1 }
  }

  private func lookUpPersons() {
    persons.lookUp(alike, chats ?? []) { [weak self] in self?.render() }
  }

  private func render() {
    var next = whole
    let now = surroundings.now()
    let isSeveral = accounts.count > 1
    let told = Set(alike.map(\.id))
    let persons = persons.names.filter { told.contains($0.key) }
    let rows = (chats ?? []).map { chat in
      DutyRow(
        chat, organisation: isSeveral ? surroundings.name(of: chat.ov, persons[chat.account]) : nil,
        surroundings.speech, now: now)
    }
    next.active = rows.filter { $0.phase == .active }
    next.readOnly = rows.filter { $0.phase == .readOnly }
    next.choices = DutiesState.choices(
      among: accounts, persons, next.active + next.readOnly, surroundings)
    next.chosen = next.choices.first
    next.notices = accounts.compactMap(notice)
    next.isLoaded = chats != nil
    next.isOffline = surroundings.network.isOffline
    if next != whole { whole = next }
  }

  private func notice(_ account: AccountInfo) -> DutiesState.Notice? {
    let standing = AccountStanding(account.state)
    return standing.notice(surroundings.texts, organisation: surroundings.organisation(account.ov)).map {
      DutiesState.Notice(account: account.id, ov: account.ov, text: $0, standing: standing)
    }
  }

  private func refresh() {
    guard !whole.isRefreshing else { return }
    whole.isRefreshing = true
    whole.hasRefreshFailed = false
    work.begin("refresh") {
      self.whole.hasRefreshFailed = await !self.refreshes()
      self.whole.isRefreshing = false
    }
  }

  private func refreshes() async -> Bool {
    guard let accounts = try? await surroundings.core.accounts() else { return false }
    var failed = false
    for account in accounts where account.state == .active {
      if await !succeeds(account.id) { failed = true }
    }
    return !failed
  }

  /// One round, which may fail for what is said elsewhere.
  private func succeeds(_ account: String) async -> Bool {
    do {
      try await surroundings.core.syncOnce(account: account)
      return true
    } catch SyncError.SignedOut, SyncError.Sealed, SyncError.NoSuchAccount, ClientError.Sealed,
      ClientError.NoSuchAccount, SyncError.Offline, ClientError.Offline
    {
      // The account says so itself.
      return true
    } catch {
      return error is CancellationError
    }
  }
}

extension Surroundings {
  /// How an organisation is called, on one line.
  func organisation(_ ov: String) -> String {
    speech.name(preferences.name(of: ov))
  }
}
