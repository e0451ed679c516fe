import Foundation
import Observation
import Testing

@testable import DienstchatScreens

@Suite("Navigation")
@MainActor
struct NavigatorTests {
  private let other = DutyID(account: "other", duty: "1")

  @Test("goes to a screen once, and back")
  func stack() {
    let navigator = Navigator()
    navigator.push(.settings)
    navigator.push(.settings)
    navigator.push(.privacy)
    navigator.pop(.settings)
    #expect(navigator.stack == [.settings, .privacy])
    navigator.replace(with: .licences)
    #expect(navigator.stack == [.settings, .licences])
    navigator.pop()
    navigator.pop()
    navigator.pop()
    #expect(navigator.top == nil)
  }

  @Test("comes back where it was left, with the place in each chat")
  func restored() {
    let navigator = Navigator()
    navigator.stack = [.chat(Sample.duty), .details(Sample.duty)]
    navigator.keep(.event("$1"), of: Sample.duty)
    navigator.keep(.transaction("t"), of: other)
    let again = Navigator(restoring: navigator.restoration)
    #expect(again.stack == navigator.stack)
    #expect(again.anchor(of: Sample.duty) == .event("$1"))
    #expect(again.anchor(of: other) == .transaction("t"))
  }

  @Test("is the same to whoever shows it while a chat is scrolled")
  func scrolled() {
    let navigator = Navigator()
    navigator.stack = [.chat(Sample.duty)]
    final class Seen: @unchecked Sendable { var count = 0 }
    let seen = Seen()
    withObservationTracking {
      _ = (navigator.stack, navigator.anchor(of: Sample.duty))
    } onChange: {
      seen.count += 1
    }
    navigator.keep(.event("$1"), of: Sample.duty)
    #expect(seen.count == 0)
    navigator.push(.settings)
    #expect(seen.count == 1)
  }

  @Test("does not go on in the middle of something", arguments: [
    Route.organisation, .signIn(.organisation(ov: "xyz", name: nil)), .link("x"),
    .signOut(account: "account"), .signOutAfter(account: "account"), .problem(account: "account"),
  ])
  func interrupted(_ route: Route) {
    let navigator = Navigator()
    navigator.stack = [.settings, route, .privacy]
    #expect(Navigator(restoring: navigator.restoration).stack == [.settings])
  }

  @Test("begins anew with what cannot be read", arguments: ["", "{}", "[1]", #"{"stack": [{"none": {}}]}"#])
  func garbage(_ text: String) {
    #expect(Navigator(restoring: Data(text.utf8)).stack == [])
    #expect(Navigator(restoring: nil).stack == [])
  }

  @Test("leaves everything of an account that is gone")
  func gone() {
    let navigator = Navigator()
    navigator.stack = [.settings, .chat(Sample.duty), .privacy]
    navigator.keep(.event("$1"), of: Sample.duty)
    navigator.keep(.event("$2"), of: other)
    navigator.leave(account: "account")
    #expect(navigator.stack == [.settings])
    #expect(navigator.anchor(of: Sample.duty) == nil)
    #expect(navigator.anchor(of: other) == .event("$2"))
    navigator.leave(account: "account")
    #expect(navigator.stack == [.settings])
  }

  @Test("leaves the page of a sign-out to itself, which may have something to say yet")
  func signingOut() {
    let navigator = Navigator()
    navigator.stack = [.chat(Sample.duty), .settings, .signOut(account: "account")]
    navigator.keep(.event("$1"), of: Sample.duty)
    #expect(navigator.leave(accountsBut: []))
    #expect(navigator.top == .signOut(account: "account"))
    #expect(navigator.anchor(of: Sample.duty) == nil)
    #expect(!navigator.leave(accountsBut: []))
  }

  @Test("leaves with the page of a sign-out what it was asked of, when that is gone by then", arguments: [true, false])
  func signedOutMeanwhile(byGesture: Bool) {
    let store = MemoryStore()
    let navigator = Navigator(keptIn: store)
    navigator.stack = [.chat(other), .details(Sample.duty), .settings, .signOut(account: "account")]
    navigator.save()
    #expect(!navigator.leave(accountsBut: ["other"]))
    #expect(navigator.stack.count == 4)
    if byGesture { navigator.stack.removeLast() } else { navigator.pop(.signOut(account: "account")) }
    #expect(navigator.stack == [.chat(other)])
    #expect(Navigator(keptIn: store).stack == [.chat(other)])
    // Nobody is kept from an account that is signed in to again.
    navigator.push(.chat(Sample.duty))
    #expect(navigator.top == .chat(Sample.duty))
  }

  @Test("leaves nothing of an account that is there again when the page of a sign-out goes")
  func thereAgain() {
    let navigator = Navigator()
    navigator.stack = [.chat(Sample.duty), .signOut(account: "account")]
    #expect(!navigator.leave(accountsBut: []))
    #expect(!navigator.leave(accountsBut: ["account"]))
    navigator.pop()
    #expect(navigator.stack == [.chat(Sample.duty)])
  }

  @Test("chooses all organisations when the account that was chosen is gone, and after each start")
  func chosenAccount() {
    let navigator = Navigator()
    navigator.chosenAccount = "account"
    navigator.leave(account: "other")
    #expect(!navigator.leave(accountsBut: ["account"]))
    #expect(navigator.chosenAccount == "account")
    #expect(Navigator(restoring: navigator.restoration).chosenAccount == nil)
    navigator.leave(account: "account")
    #expect(navigator.chosenAccount == nil)
    navigator.chosenAccount = "account"
    #expect(!navigator.leave(accountsBut: ["other"]))
    #expect(navigator.chosenAccount == nil)
  }

  @Test("keeps the place in so many chats and no more")
  func bounded() {
    let navigator = Navigator()
    let chats = (0..<60).map { DutyID(account: "a", duty: "\($0)") }
    for chat in chats { navigator.keep(.event("$1"), of: chat) }
    #expect(chats.count { navigator.anchor(of: $0) != nil } == Navigator.keptAnchors)
    #expect(navigator.anchor(of: chats[59]) == .event("$1"))
  }

  @Test("is not kept with what people have written")
  func noContent() throws {
    let navigator = Navigator()
    navigator.stack = [.link("https://chat.example/d/xyz/4711"), .chat(Sample.duty)]
    let kept = String(decoding: try #require(navigator.restoration), as: UTF8.self)
    #expect(!kept.contains("text"))
    #expect(Navigator(restoring: navigator.restoration).stack == [])
  }
}

@Suite("What is chosen")
@MainActor
struct PreferenceTests {
  @Test("is kept, and as new when it cannot be read")
  func kept() {
    let store = MemoryStore()
    let keeper = PreferenceKeeper(store)
    keeper.remember(OrganisationName(ov: "xyz", name: "Alt"))
    keeper.remember(OrganisationName(ov: "xyz", name: "DRK"))
    #expect(PreferenceKeeper(store).name(of: "xyz") == "DRK")
    #expect(PreferenceKeeper(store).current.organisations.count == 1)
    #expect(keeper.name(of: "abc") == "ABC")
    store.values[PreferenceKeeper.key] = Data("[]".utf8)
    #expect(PreferenceKeeper(store).current == Preferences())
  }

  @Test("is the device's language unless another one is chosen")
  func language() {
    let keeper = PreferenceKeeper(MemoryStore())
    #expect(keeper.language(deviceLanguages: ["fr-FR", "de-AT", "en-GB"]) == .german)
    #expect(keeper.language(deviceLanguages: ["fr", "nl"]) == .english)
    #expect(keeper.language(deviceLanguages: []) == .english)
    keeper.current.language = .german
    #expect(keeper.language(deviceLanguages: ["en"]) == .german)
  }
}
