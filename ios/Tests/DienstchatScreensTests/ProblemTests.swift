import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("An account that cannot be used", .timeLimit(.minutes(1)))
@MainActor
struct ProblemTests {
  private let phone = Phone()

  private func model(
    _ state: AccountState, _ work: @MainActor (ProblemModel) async throws -> Void
  ) async rethrows {
    phone.navigator.push(.problem(account: "account"))
    let model = ProblemModel(phone.surroundings, account: "account")
    try await model.following {
      await phone.core.accountFeed.isFollowed()
      phone.core.accountFeed.give([Sample.account("account", state)])
      try await work(model)
    }
  }

  @Test("says why, and what helps", arguments: [
    (AccountState.sealed(reason: .signInAgain), [ProblemState.Action.signIn, .signOut]),
    (.sealed(reason: .blocked), [.retry, .signOut]), (.sealed(reason: .noContact), [.retry]),
    (.unavailable(reason: .damaged), [.signOut]), (.unavailable(reason: .keyMissing), [.signOut]),
    (.unavailable(reason: .newerVersion), []), (.unavailable(reason: .locked), [.retry]),
    (.unavailable(reason: .storage), [.retry]),
  ])
  func actions(_ state: AccountState, _ actions: [ProblemState.Action]) async {
    await model(state) { model in
      #expect(model.state.actions == actions)
      #expect(model.state.standing == AccountStanding(state))
      #expect(!model.state.title.isEmpty)
      #expect(!model.state.hint.isEmpty)
    }
  }

  @Test("has titles and hints of its own for each reason")
  func distinct() {
    let texts = phone.texts
    let unavailable: [AccountUnavailable] = [.damaged, .keyMissing, .newerVersion, .locked, .storage]
    let sealed: [AccountSealed] = [.signInAgain, .blocked, .noContact]
    let titles = unavailable.map { $0.titleText(texts) } + sealed.map { $0.titleText(texts) }
    let hints =
      unavailable.map { $0.hintText(texts, organisation: "X") }
      + sealed.map { $0.hintText(texts, organisation: "X") }
    #expect(Set(titles).count == 8)
    #expect(Set(hints).count == 8)
  }

  @Test("is signed in to again, or signed out")
  func solved() async {
    await model(.sealed(reason: .signInAgain)) { model in
      model.send(.did(.signOut))
      #expect(phone.navigator.top == .signOut(account: "account"))
      phone.navigator.pop()
      model.send(.did(.signIn))
      #expect(phone.navigator.stack == [.signIn(.account(id: "account", ov: "xyz"))])
    }
  }

  @Test("is asked for once more")
  func retried() async {
    await model(.unavailable(reason: .locked)) { model in
      phone.core.infos = [Sample.account()]
      phone.core.failures["syncOnce"] = SyncError.Offline
      model.send(.did(.retry))
      model.send(.did(.retry))
      #expect(model.state.isRetrying)
      await model.settled()
      #expect(phone.core.calls == ["syncOnce account", "accounts"])
      #expect(!model.state.isRetrying)
      #expect(model.state.standing == .active)
      #expect(model.state.failure == nil)
      #expect(phone.navigator.stack == [])
    }
  }

  @Test("says why trying again has not helped", arguments: [
    (SyncError.Offline as any Error, German().sealedOffline), (ClientError.Offline, German().sealedOffline),
    (SyncError.Busy, German().sealedServer), (SyncError.Server, German().sealedServer),
    (SyncError.Sealed, German().sealedSame), (ClientError.Store(reason: .locked), German().sealedSame),
  ])
  func stillWrong(_ error: any Error, _ text: String) async {
    await model(.sealed(reason: .noContact)) { model in
      phone.core.infos = [Sample.account("account", .sealed(reason: .noContact))]
      phone.core.failures["syncOnce"] = error
      model.send(.did(.retry))
      #expect(model.state.failure == nil)
      await model.settled()
      #expect(model.state.failure == text)
      model.send(.did(.retry))
      #expect(model.state.failure == nil)
      await model.settled()
    }
  }

  @Test("goes away with its reason, and with the account")
  func over() async {
    await model(.sealed(reason: .blocked)) { model in
      phone.core.accountFeed.give([Sample.account()])
      #expect(phone.navigator.stack == [])
      phone.navigator.push(.problem(account: "account"))
      phone.core.accountFeed.give([])
      #expect(phone.navigator.stack == [])
      #expect(model.state.standing == nil)
    }
  }
}
