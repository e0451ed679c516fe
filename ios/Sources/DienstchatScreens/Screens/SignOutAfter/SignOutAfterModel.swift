import Dienstchat
import Foundation
import Observation

/// Chooses the duty after which an account signs itself out. When that is, the core decides.
@MainActor
@Observable
public final class SignOutAfterModel: Screen {
  public private(set) var state: SignOutAfterState

  @ObservationIgnored private let surroundings: Surroundings
  @ObservationIgnored private let work = Work()
  @ObservationIgnored private var chosen: String?
  @ObservationIgnored private var chats: [ChatSummary] = []

  public init(_ surroundings: Surroundings, account: String) {
    self.surroundings = surroundings
    state = SignOutAfterState(account: account)
    render()
  }

  public func send(_ event: SignOutAfterEvent) {
    switch event {
    case .chose(let duty): choose(duty)
    }
  }

  public func settled() async {
    await work.settled()
  }

  public func follow() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [surroundings] in
        await surroundings.core.followChats { [weak self] in self?.chatsAre($0) }
      }
      await surroundings.core.followAccounts { [weak self] in self?.accountsAre($0) }
      group.cancelAll()
    }
  }

  private func chatsAre(_ result: Result<[ChatSummary], any Error>) {
    guard case .success(let chats) = result else { return }
    self.chats = chats.filter { $0.account == state.account && $0.phase == .active }
    render()
  }

  private func accountsAre(_ result: Result<[AccountInfo], any Error>) {
    guard case .success(let accounts) = result else { return }
    guard let account = accounts.first(where: { $0.id == state.account }) else {
      // It has signed itself out.
      return surroundings.navigator.leave(account: state.account)
    }
    chosen = account.signOutAfter
    render()
  }

  private func choose(_ duty: String?) {
    state.notice = nil
    work.enqueue("choose") { [surroundings] in
      do {
        try await surroundings.core.signOut(account: self.state.account, after: duty)
      } catch {
        self.state.notice =
          (error as? any DienstchatError)?.text(in: surroundings.speech.textLanguage)
          ?? surroundings.texts.internalError
      }
    }
  }

  private func render() {
    let texts = surroundings.texts
    // Duties that are over already the core refuses; they are not offered.
    let now = surroundings.now()
    let duties = chats.filter { ($0.endsAt > now && $0.state == .planned) || $0.dutyId == chosen }
    state.choices =
      [.init(duty: nil, text: texts.settingsSignOutAfterNever, isChosen: chosen == nil)]
      + duties.map { chat in
        SignOutAfterState.Choice(
          duty: chat.dutyId, text: surroundings.signOutAfter(chat), isChosen: chat.dutyId == chosen)
      }
  }
}

extension Surroundings {
  /// "After “Stadtfest”, today, 21:00".
  func signOutAfter(_ chat: ChatSummary) -> String {
    texts.settingsSignOutAfterDuty(
      duty: Foreign.isolated(Foreign.cut(speech.title(chat.title), to: 100)),
      date: speech.dayAndTime(chat.endsAt, now: now()))
  }
}
