import Dienstchat
import Observation

/// Signs an account out, once the person knows what is lost.
@MainActor
@Observable
public final class SignOutModel: Screen {
  public private(set) var state: SignOutState

  @ObservationIgnored private let surroundings: Surroundings
  @ObservationIgnored private let work = Work()

  public init(_ surroundings: Surroundings, account: String) {
    self.surroundings = surroundings
    state = SignOutState(
      account: account, question: surroundings.texts.signOut, lost: surroundings.texts.settingsSignOutLost)
  }

  public func send(_ event: SignOutEvent) {
    switch event {
    case .confirmed: signOut()
    case .closed: close()
    }
  }

  public func settled() async {
    await work.settled()
  }

  /// Looks up which organisation it is and whose account, and counts what is not sent yet.
  public func follow() async {
    if let accounts = try? await surroundings.core.accounts(),
      let account = accounts.first(where: { $0.id == state.account })
    {
      state.question = surroundings.texts.settingsSignOutQuestion(
        organisation: surroundings.organisation(account.ov))
    }
    guard let chats = try? await surroundings.core.chats() else { return }
    var count = 0
    for chat in chats where chat.account == state.account {
      let queue = try? await surroundings.core.chat(account: chat.account, dutyId: chat.dutyId).queue()
      // A message stays in there for a moment after it was sent.
      count += queue?.count { $0.state != .sent } ?? 0
    }
    state.unsent = count > 0 ? surroundings.texts.settingsSignOutUnsent(count: count) : nil
    // Last: a roster may be long in coming.
    guard let name = await surroundings.core.person(of: state.account, among: chats) else { return }
    state.person = surroundings.texts.settingsSignOutPerson(
      name: Foreign.isolated(surroundings.speech.name(name)))
  }

  private func signOut() {
    switch state.stage {
    case .asking, .failed: break
    case .signingOut, .doneOffline, .done: return
    }
    state.stage = .signingOut
    work.begin { [surroundings] in
      let texts = surroundings.texts
      do {
        let signedOut = try await surroundings.core.signOut(account: self.state.account)
        self.state.stage =
          signedOut.serverTold ? .done : .doneOffline(text: texts.settingsSignedOutOffline)
      } catch ClientError.NoSuchAccount {
        // It was signed out elsewhere meanwhile.
        self.state.stage = .done
      } catch {
        self.state.stage = .failed(text: texts.settingsSignOutFailed)
      }
      if self.state.stage == .done { self.close() }
    }
  }

  private func close() {
    guard state.stage != .signingOut else { return }
    switch state.stage {
    case .done, .doneOffline: surroundings.navigator.leave(account: state.account)
    case .asking, .failed, .signingOut: break
    }
    surroundings.navigator.pop(.signOut(account: state.account))
  }
}
