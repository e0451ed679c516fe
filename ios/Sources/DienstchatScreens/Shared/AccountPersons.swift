import Dienstchat

/// Whose the accounts are: an account knows only its organisation, but the roster of any of its chats names
/// the person. Two people of one organisation may share a phone.
@MainActor
final class AccountPersons {
  /// As the roster has them, by account; without those that are not known (yet).
  private(set) var names: [String: String] = [:]

  private let core: any Core
  private let work = Work()

  init(_ core: any Core) {
    self.core = core
  }

  /// Looks for those that are not known yet, and says each time that one was found.
  func lookUp(
    _ accounts: [AccountInfo], _ chats: [ChatSummary], found: @escaping @MainActor () -> Void
  ) {
    let unknown = accounts.filter { $0.state == .active && names[$0.id] == nil }
    guard !unknown.isEmpty else { return }
    work.begin("names") { [weak self, core] in
      for account in unknown {
        if Task.isCancelled { return }
        guard let name = await core.person(of: account.id, among: chats) else { continue }
        self?.names[account.id] = name
        found()
      }
    }
  }
}

extension Core {
  /// Whose account it is, as the roster of one of its chats has them; nil where none says it.
  func person(of account: String, among chats: [ChatSummary]) async -> String? {
    guard let summary = chats.first(where: { $0.account == account && $0.sealed == nil }),
      let chat = try? await chat(account: account, dutyId: summary.dutyId)
    else { return nil }
    let (rosters, told) = AsyncStream<[ChatMember]>.makeStream()
    let following = Task {
      await chat.followMembers {
        if case .success(let members) = $0 { told.yield(members) }
        told.finish()
      }
      told.finish()
    }
    defer { following.cancel() }
    // The first one will do.
    for await members in rosters { return members.first(where: \.own)?.name }
    return nil
  }
}
