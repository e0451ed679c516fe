import Dienstchat
import Observation

/// The accounts and what can be chosen.
@MainActor
@Observable
public final class SettingsModel: Screen {
  public private(set) var state: SettingsState

  @ObservationIgnored private let surroundings: Surroundings
  @ObservationIgnored private let owner: any DeviceOwner
  @ObservationIgnored private let work = Work()
  @ObservationIgnored private let persons: AccountPersons
  @ObservationIgnored private var accounts: [AccountInfo] = []
  @ObservationIgnored private var chats: [ChatSummary] = []

  public init(_ surroundings: Surroundings, owner: any DeviceOwner, version: String) {
    self.surroundings = surroundings
    self.owner = owner
    persons = AccountPersons(surroundings.core)
    state = SettingsState(version: surroundings.texts.settingsVersion(version: version))
    showPreferences()
  }

  public func send(_ event: SettingsEvent) {
    let navigator = surroundings.navigator
    switch event {
    case .addedAccount: navigator.push(.organisation)
    case .openedAccount(let account): navigator.push(.problem(account: account))
    case .openedDuties(let account):
      navigator.chosenAccount = account
      navigator.show()
    case .signedOut(let account): navigator.push(.signOut(account: account))
    case .openedSignOutAfter(let account): navigator.push(.signOutAfter(account: account))
    case .openedPrivacy: navigator.push(.privacy)
    case .openedLicences: navigator.push(.licences)
    case .choseAppearance(let appearance): surroundings.preferences.current.appearance = appearance
    case .choseLanguage(let language): surroundings.preferences.current.language = language
    case .hidPreviews(let hidden): surroundings.preferences.current.hidesPreviews = hidden
    case .locked(let locked): lock(locked)
    }
    showPreferences()
  }

  public func settled() async {
    await work.settled()
  }

  public func follow() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [surroundings] in
        // For the titles of the duties after which somebody signs out, and for whose the accounts are.
        await surroundings.core.followChats { [weak self] in self?.chatsAre($0) }
      }
      await surroundings.core.followAccounts { [weak self] in self?.accountsAre($0) }
      group.cancelAll()
    }
  }

  private func chatsAre(_ result: Result<[ChatSummary], any Error>) {
    guard case .success(let chats) = result else { return }
    self.chats = chats
    lookUpPersons()
    showAccounts()
  }

  private func accountsAre(_ result: Result<[AccountInfo], any Error>) {
    guard case .success(let accounts) = result else { return }
    self.accounts = accounts
    lookUpPersons()
    showAccounts()
  }

  private func lookUpPersons() {
    persons.lookUp(accounts, chats) { [weak self] in self?.showAccounts() }
  }

  private func showAccounts() {
    let texts = surroundings.texts
    state.accounts = accounts.map { account in
      let standing = AccountStanding(account.state)
      return SettingsState.Account(
        id: account.id, ov: account.ov, organisation: surroundings.organisation(account.ov),
        person: persons.names[account.id].map { surroundings.speech.name($0) }, userId: account.userId,
        standing: standing, text: standing == .active ? texts.settingsAccountActive : texts.settingsAccountSealed,
        lastDuty: account.signOutAfter, signOutAfter: signOutAfter(account))
    }
  }

  private func signOutAfter(_ account: AccountInfo) -> String? {
    guard let duty = account.signOutAfter else { return nil }
    let chat = chats.first { $0.account == account.id && $0.dutyId == duty }
    return chat.map(surroundings.signOutAfter) ?? surroundings.texts.settingsSignOutAfter
  }

  private func showPreferences() {
    let preferences = surroundings.preferences.current
    state.appearance = preferences.appearance
    state.language = preferences.language
    state.isLocked = preferences.isLocked
    state.hidesPreviews = preferences.hidesPreviews
    state.canLock = owner.canBeAsked
  }

  /// Who switches the lock on has to be able to open it, and nobody else is to switch it off.
  private func lock(_ isLocked: Bool) {
    guard owner.canBeAsked, isLocked != surroundings.preferences.current.isLocked else { return }
    work.begin("lock") { [surroundings, owner] in
      if await owner.isThere(reason: surroundings.texts.settingsAppLockHint) {
        surroundings.preferences.current.isLocked = isLocked
      }
      self.showPreferences()
    }
  }
}

/// Asks the person for what unlocks the device.
@MainActor
public protocol DeviceOwner {
  /// Whether the device has a code, or anything better.
  var canBeAsked: Bool { get }

  /// Whether the person is the one who may unlock the device.
  func isThere(reason: String) async -> Bool
}
