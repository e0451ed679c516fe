import Dienstchat
import Observation
import Testing

@testable import DienstchatScreens

@Suite("The duties of one organisation", .timeLimit(.minutes(1)))
@MainActor
struct DutiesChoiceTests {
  private let phone = Phone()
  private let accounts = [Sample.account(), Sample.account("other", ov: "abc")]
  private let chats = [
    Sample.chat("1", unread: 2), Sample.chat("2", account: "other", ov: "abc", unread: 1),
    Sample.chat("3", phase: .readOnly), Sample.chat("4", account: "other", ov: "abc", phase: .readOnly, unread: 3),
  ]

  private var model: DutiesModel {
    DutiesModel(phone.surroundings, chats: chats, accounts: accounts)
  }

  private func duties(_ model: DutiesModel) -> [String] {
    (model.state.active + model.state.readOnly).map(\.id.duty)
  }

  @Test("can be chosen where there are several accounts, with all of them at first")
  func choices() {
    let one = DutiesModel(phone.surroundings, chats: [Sample.chat()], accounts: [Sample.account()])
    #expect(one.state.choices == [])
    #expect(one.state.chosen == nil)
    let model = model
    #expect(model.state.choices.map(\.name) == [phone.texts.dutiesAllOrganisations, "XYZ", "ABC"])
    #expect(model.state.choices.map(\.account) == [nil, "account", "other"])
    #expect(Set(model.state.choices.map(\.id)).count == 3)
    #expect(model.state.chosen == model.state.choices[0])
    #expect(duties(model) == ["1", "2", "3", "4"])
  }

  @Test("are shown alone, until all are again")
  func chosen() {
    let model = model
    model.send(.chose(account: "other"))
    #expect(model.state.chosen == model.state.choices[2])
    #expect(model.state.active.map(\.id.duty) == ["2"])
    #expect(model.state.readOnly.map(\.id.duty) == ["4"])
    model.send(.chose(account: "account"))
    #expect(duties(model) == ["1", "3"])
    model.send(.chose(account: nil))
    #expect(duties(model) == ["1", "2", "3", "4"])
  }

  @Test("come with what is the matter with their account, not with another one")
  func notices() {
    let accounts = [
      Sample.account("account", state(.blocked)), Sample.account("other", ov: "abc", state(.signInAgain)),
    ]
    let model = DutiesModel(phone.surroundings, chats: [], accounts: accounts)
    #expect(model.state.notices.map(\.account) == ["account", "other"])
    model.send(.chose(account: "other"))
    #expect(model.state.notices.map(\.account) == ["other"])
  }

  private func state(_ reason: SealReason) -> AccountState { .sealed(reason: reason) }

  @Test("leave to be seen what nobody has read of the others")
  func unread() {
    let model = model
    for choice in [nil, "account", "other"] {
      model.send(.chose(account: choice))
      #expect(model.state.choices.map(\.unread) == [0, 2, 4])
    }
    #expect(model.state.choices.map(\.spoken) == [
      phone.texts.dutiesAllOrganisations, "XYZ, \(phone.texts.dutiesUnread(count: 2))",
      "ABC, \(phone.texts.dutiesUnread(count: 4))",
    ])
  }

  @Test("say that there are none of it, in other words than where there are none at all")
  func empty() {
    let model = DutiesModel(phone.surroundings, chats: [chats[0]], accounts: accounts)
    #expect(!model.state.isEmpty)
    model.send(.chose(account: "other"))
    #expect(model.state.isEmpty)
    #expect(model.state.chosen?.empty == phone.texts.dutiesEmptyOrganisation(organisation: "\u{2068}ABC\u{2069}"))
    #expect(model.state.chosen?.emptyHint == phone.texts.dutiesEmptyOrganisationHint)
    let none = DutiesModel(phone.surroundings, chats: [], accounts: accounts)
    none.send(.chose(account: nil))
    #expect(none.state.isEmpty)
    #expect(none.state.chosen?.empty == phone.texts.dutiesEmpty)
    #expect(none.state.chosen?.emptyHint == phone.texts.dutiesEmptyHint)
  }

  @Test("stay chosen for as long as the app lives, whatever is made anew and whatever comes")
  func stays() async {
    model.send(.chose(account: "other"))
    let again = model
    #expect(again.state.chosen?.account == "other")
    await again.following {
      await phone.core.chatFeed.isFollowed()
      await phone.core.accountFeed.isFollowed()
      phone.core.chatFeed.give(chats + [Sample.chat("5", account: "other", ov: "abc")])
      #expect(duties(again) == ["2", "5", "4"])
      phone.core.accountFeed.give(accounts + [Sample.account("third", ov: "def")])
      #expect(again.state.chosen?.account == "other")
    }
  }

  @Test("give way to all when their account is gone, whoever hears of it first")
  func gone() async {
    let model = model
    let third = Sample.account("third", ov: "def")
    await model.following {
      await phone.core.accountFeed.isFollowed()
      model.send(.chose(account: "other"))
      phone.core.accountFeed.give([Sample.account(), third])
      #expect(model.state.chosen?.account == nil)
      #expect(duties(model) == ["1", "2", "3", "4"])
      _ = phone.navigator.leave(accountsBut: ["account", "third"])
      // Nobody has chosen it since.
      phone.core.accountFeed.give(accounts)
      #expect(model.state.chosen?.account == nil)
    }
  }

  @Test("are shown to whoever looks when they are chosen elsewhere")
  func elsewhere() {
    let model = model
    let settings = SettingsModel(phone.surroundings, owner: FakeOwner(), version: "1.0")
    phone.navigator.push(.settings)
    final class Seen: @unchecked Sendable { var count = 0 }
    let seen = Seen()
    withObservationTracking { _ = model.state } onChange: { seen.count += 1 }
    settings.send(.openedDuties(account: "other"))
    #expect(seen.count == 1)
    #expect(phone.navigator.stack == [])
    #expect(duties(model) == ["2", "4"])
  }

  @Test("do not hide those of an account that was just signed in to")
  func signedIn() async {
    let model = model
    model.send(.chose(account: "account"))
    await phone.surroundings.continueAfterSignIn(to: "account")
    #expect(model.state.chosen?.account == "account")
    await phone.surroundings.continueAfterSignIn(to: "other")
    #expect(duties(model) == ["1", "2", "3", "4"])
  }

  @Test("of two people of one organisation go by their names too, for as long as there are two")
  func persons() async {
    let name = String(repeating: "Musterstadt ", count: 10)
    phone.preferences.remember(OrganisationName(ov: "xyz", name: name))
    let third = Sample.account("third", ov: "abc")
    let two = [Sample.account(), Sample.account("other"), third]
    phone.chat(DutyID(account: "account", duty: "1")).members.give([
      Sample.member("Ben"), Sample.member("Anna", own: true),
    ])
    phone.chat(DutyID(account: "other", duty: "2")).members.give([Sample.member("Clara", own: true)])
    let unasked = phone.chat(DutyID(account: "third", duty: "6"))
    let model = DutiesModel(phone.surroundings)
    await model.following {
      await phone.core.chatFeed.isFollowed()
      await phone.core.accountFeed.isFollowed()
      phone.core.accountFeed.give(two)
      #expect(Set(model.state.choices.map(\.name)).count == 3)
      phone.core.chatFeed.give([
        Sample.chat("0", sealed: .removed), Sample.chat("1"), Sample.chat("2", account: "other"),
        Sample.chat("6", account: "third", ov: "abc"),
      ])
      while !model.state.choices.contains(where: { $0.name.contains("Clara") }) { await Task.yield() }
      let names = model.state.choices.map(\.name)
      #expect(names[1] == "\u{2068}Musterstadt Must…\u{2069}, \u{2068}Anna\u{2069}")
      #expect(names[2] == "\u{2068}Musterstadt Must…\u{2069}, \u{2068}Clara\u{2069}")
      #expect(names[3] == "ABC")
      let rows = model.state.active
      #expect(rows.map(\.organisation) == [
        model.state.choices[1].spoken, model.state.choices[1].spoken, model.state.choices[2].spoken, "ABC",
      ])
      #expect(rows[2].spoken.contains("\u{2068}Clara\u{2069}"))
      #expect(model.state.choices[1].spoken == "\u{2068}\(Foreign.line(name))\u{2069}, \u{2068}Anna\u{2069}")
      #expect(phone.core.calls == ["chat 1", "chat 2"])
      #expect(unasked.members.count == 0)
      phone.core.accountFeed.give([Sample.account(), third])
      #expect(model.state.choices[1].spoken == Foreign.line(name))
      #expect(model.state.active[0].organisation == Foreign.line(name))
    }
  }

  @Test("have a name that fits on a button, and is said in whole", arguments: [
    (String(repeating: "ä", count: 500), String(repeating: "ä", count: 32) + "…"),
    ("DRK\n\u{202E}Musterstadt", "DRK Musterstadt"),
  ])
  func names(_ name: String, _ shown: String) {
    phone.preferences.remember(OrganisationName(ov: "abc", name: name))
    let choice = DutiesModel(phone.surroundings, chats: [], accounts: accounts).state.choices[2]
    #expect(choice.name == shown)
    #expect(choice.spoken == Foreign.line(name))
  }
}
