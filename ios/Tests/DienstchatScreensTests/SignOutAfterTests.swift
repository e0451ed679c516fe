import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("Signing out after a duty", .timeLimit(.minutes(1)))
@MainActor
struct SignOutAfterTests {
  private let phone = Phone()

  private func model(_ work: @MainActor (SignOutAfterModel) async throws -> Void) async rethrows {
    phone.navigator.stack = [.settings, .signOutAfter(account: "account")]
    let model = SignOutAfterModel(phone.surroundings, account: "account")
    try await model.following {
      await phone.core.accountFeed.isFollowed()
      await phone.core.chatFeed.isFollowed()
      try await work(model)
    }
  }

  @Test("offers the account's duties that are not over, and to stay")
  func choices() async {
    await model { model in
      phone.core.accountFeed.give([Sample.account(signOutAfter: "2")])
      phone.core.chatFeed.give([
        Sample.chat("1"), Sample.chat("2", title: "Blutspende"), Sample.chat("3", phase: .readOnly),
        Sample.chat("4", account: "other"), Sample.chat("5", state: .cancelled),
      ])
      #expect(model.state.choices.map(\.duty) == [nil, "1", "2"])
      #expect(model.state.choices.map(\.isChosen) == [false, false, true])
      #expect(model.state.choices[0].text == "Nicht automatisch abmelden")
      #expect(model.state.choices[1].text == "Nach „\u{2068}Stadtfest\u{2069}“, Heute, 21:00")
      phone.core.accountFeed.give([Sample.account()])
      #expect(model.state.choices.map(\.isChosen) == [true, false, false])
    }
  }

  @Test("keeps what is chosen, the last one last")
  func chosen() async {
    await model { model in
      model.send(.chose("1"))
      model.send(.chose(nil))
      await model.settled()
      #expect(phone.core.calls == ["signOutAfter account 1", "signOutAfter account"])
      #expect(model.state.notice == nil)
    }
  }

  @Test("says why it cannot be chosen", arguments: [
    SignOutAfterError.DutyOver, .UnknownDuty, .NoSuchAccount, .Sealed, .Store(reason: .storage), .Internal,
  ])
  func failed(_ error: SignOutAfterError) async {
    phone.core.failures["signOutAfter"] = error
    await model { model in
      model.send(.chose("1"))
      await model.settled()
      #expect(model.state.notice == error.text(in: .german))
    }
  }

  @Test("leaves the screens of an account that has gone")
  func gone() async {
    await model { model in
      phone.core.accountFeed.give([])
      #expect(phone.navigator.stack == [.settings])
      #expect(model.state.choices.count == 1)
    }
  }
}
