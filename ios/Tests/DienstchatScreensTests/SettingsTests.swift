import Dienstchat
import Foundation
import Testing

@testable import DienstchatScreens

@Suite("Settings", .timeLimit(.minutes(1)))
@MainActor
struct SettingsTests {
  private let phone = Phone()
  private let owner = FakeOwner()

  private var model: SettingsModel {
    SettingsModel(phone.surroundings, owner: owner, version: "1.0")
  }

  @Test("show the accounts and how they are")
  func accounts() async {
    let model = model
    await model.following {
      await phone.core.accountFeed.isFollowed()
      phone.core.accountFeed.give([
        Sample.account(), Sample.account("other", ov: "abc", .sealed(reason: .signInAgain)),
      ])
      #expect(model.state.accounts.map(\.organisation) == ["XYZ", "ABC"])
      #expect(model.state.accounts.map(\.text) == ["Angemeldet", "Gerade nicht nutzbar"])
      #expect(model.state.accounts[1].standing == .sealed(.signInAgain))
      #expect(model.state.accounts[0].signOutAfter == nil)
      phone.core.accountFeed.give([Sample.account(signOutAfter: "4711")])
      #expect(model.state.accounts[0].signOutAfter == "Nach einem Dienst abmelden")
      await phone.core.chatFeed.isFollowed()
      phone.core.chatFeed.give([Sample.chat()])
      #expect(model.state.accounts[0].signOutAfter == "Nach „\u{2068}Stadtfest\u{2069}“, Heute, 21:00")
    }
    #expect(model.state.version == "Version 1.0")
  }

  @Test("say whose the accounts are, once a roster does")
  func persons() async {
    let members = phone.chat().members
    let model = model
    await model.following {
      await phone.core.accountFeed.isFollowed()
      await phone.core.chatFeed.isFollowed()
      phone.core.accountFeed.give([
        Sample.account(), Sample.account("other", ov: "abc", .sealed(reason: .blocked)),
      ])
      phone.core.chatFeed.give([Sample.chat(), Sample.chat("1", account: "other", ov: "abc")])
      await members.isFollowed()
      #expect(model.state.accounts.map(\.person) == [nil, nil])
      members.give([Sample.member("Ben"), Sample.member("Anna\n\u{202E}", own: true)])
      while model.state.accounts[0].person == nil { await Task.yield() }
      #expect(model.state.accounts.map(\.person) == ["Anna", nil])
      #expect(phone.core.calls == ["chat 4711"])
      phone.chat(DutyID(account: "third", duty: "2")).members.give([Sample.member("Clara", own: true)])
      phone.core.chatFeed.give([Sample.chat(), Sample.chat("2", account: "third")])
      phone.core.accountFeed.give([Sample.account(), Sample.account("third")])
      while model.state.accounts[1].person == nil { await Task.yield() }
      #expect(model.state.accounts.map(\.person) == ["Anna", "Clara"])
      #expect(phone.core.calls == ["chat 4711", "chat 2"])
    }
  }

  @Test("keep what is chosen")
  func kept() {
    let model = model
    model.send(.choseAppearance(.dark))
    model.send(.choseLanguage(.english))
    model.send(.hidPreviews(false))
    #expect(model.state.appearance == .dark)
    let again = PreferenceKeeper(phone.store).current
    #expect(again.appearance == .dark)
    #expect(again.language == .english)
    #expect(!again.hidesPreviews)
  }

  @Test("lock the app only for who can open it again")
  func lock() async {
    owner.answer = false
    let model = model
    model.send(.locked(true))
    await model.settled()
    #expect(!model.state.isLocked)
    owner.answer = true
    model.send(.locked(true))
    await model.settled()
    #expect(model.state.isLocked)
    owner.answer = false
    model.send(.locked(false))
    await model.settled()
    #expect(model.state.isLocked)
    owner.canBeAsked = false
    model.send(.locked(false))
    await model.settled()
    #expect(model.state.isLocked)
    #expect(!model.state.canLock)
    #expect(owner.asked.count == 3)
  }

  @Test("lead to their pages")
  func pages() {
    let model = model
    for (event, route) in [
      (SettingsEvent.addedAccount, Route.organisation), (.openedAccount("a"), .problem(account: "a")),
      (.signedOut(account: "a"), .signOut(account: "a")), (.openedPrivacy, .privacy),
      (.openedLicences, .licences), (.openedSignOutAfter(account: "a"), .signOutAfter(account: "a")),
    ] {
      model.send(event)
      #expect(phone.navigator.top == route)
    }
  }

  @Test("lead to the duties of an account")
  func duties() {
    let model = model
    phone.navigator.stack = [.chat(Sample.duty), .settings]
    model.send(.openedDuties(account: "account"))
    #expect(phone.navigator.stack == [])
    #expect(phone.navigator.chosenAccount == "account")
  }

  @Test("say what becomes of the data")
  func privacy() {
    let model = PrivacyModel(phone.surroundings)
    #expect(model.state.paragraphs.count == 5)
  }
}
