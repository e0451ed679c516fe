import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("A link", .timeLimit(.minutes(1)))
@MainActor
struct LinkTests {
  private let phone = Phone()
  private let link = "https://chat.example/d/xyz/4711"

  private func followed() async -> LinkModel {
    phone.navigator.show(.link(link))
    let model = LinkModel(phone.surroundings, link: link)
    #expect(model.state == LinkState(title: "Der Chat wird geöffnet"))
    await model.follow()
    return model
  }

  @Test("leads to its chat")
  func chat() async {
    phone.core.targets[link] = .chat(account: "account", dutyId: "4711")
    let model = await followed()
    #expect(model.state.stage == .opened(Sample.duty))
    #expect(phone.navigator.stack == [.chat(Sample.duty)])
  }

  @Test("that was left meanwhile leads nowhere")
  func left() async {
    phone.core.targets[link] = .chat(account: "account", dutyId: "4711")
    phone.navigator.show(.link(link))
    let model = LinkModel(phone.surroundings, link: link)
    phone.navigator.show(.link("https://chat.example/d/xyz/4712"))
    await model.follow()
    #expect(phone.navigator.stack == [.link("https://chat.example/d/xyz/4712")])
  }

  @Test("asks for the sign-in first")
  func signIn() async {
    phone.core.targets[link] = .signIn(ov: "xyz")
    let model = await followed()
    #expect(model.state.stage == .stopped(.signIn(ov: "xyz", isOther: false)))
    #expect(model.state.title == phone.texts.linkSignIn)
    #expect(model.state.hint?.contains(phone.texts.linkBelongs(organisation: "XYZ")) == true)
    #expect(!model.state.hasAccounts)
    model.send(.signedIn)
    #expect(phone.navigator.top == .signIn(.organisation(ov: "xyz", name: nil)))
  }

  @Test("names the organisation that it asks for, and tells the sign-in")
  func named() async {
    phone.core.organisations = [Organisation(ov: "xyz", name: "DRK Musterstadt")]
    phone.core.targets[link] = .signIn(ov: "xyz")
    let model = await followed()
    #expect(model.state.hint?.contains(phone.texts.linkBelongs(organisation: "DRK Musterstadt")) == true)
    #expect(phone.preferences.name(of: "xyz") == "DRK Musterstadt")
    model.send(.signedIn)
    #expect(phone.navigator.top == .signIn(.organisation(ov: "xyz", name: "DRK Musterstadt")))
  }

  @Test("to an account that cannot be used says why, and leads to what helps", arguments: [
    LinkError.Sealed, .Store(reason: .damaged),
  ])
  func unusable(_ error: LinkError) async {
    phone.core.infos = [Sample.account("other", ov: "abc"), Sample.account("account", .sealed(reason: .blocked))]
    phone.core.failures["open"] = error
    let model = await followed()
    let hints = [
      phone.texts.dutiesAccountBlocked(organisation: "XYZ"), phone.texts.sealedDamagedHint(organisation: "XYZ"),
    ]
    #expect(hints.contains(model.state.hint ?? ""))
    #expect(model.state.canAskWhatToDo)
    model.send(.askedWhatToDo)
    #expect(phone.navigator.stack == [.link(link), .problem(account: "account")])
  }

  @Test("leads to the list, which names all accounts that cannot be used, where there are several")
  func severalUnusable() async {
    phone.core.infos = [
      Sample.account("a", .sealed(reason: .blocked)), Sample.account("b", .sealed(reason: .noContact)),
    ]
    phone.core.failures["open"] = LinkError.Sealed
    let model = await followed()
    #expect(model.state.account == nil)
    #expect(model.state.hint == nil)
    #expect(model.state.canAskWhatToDo)
    model.send(.askedWhatToDo)
    #expect(phone.navigator.stack == [])
  }

  @Test("that is followed again on the page of its failure is tried again")
  func followedAgain() async {
    phone.core.failures["open"] = LinkError.Offline
    phone.navigator.follow(link)
    let model = LinkModel(phone.surroundings, link: link)
    await model.follow()
    #expect(model.state.stage == .stopped(.offline))
    // Whoever comes back to the page finds it as it was.
    await model.follow()
    #expect(phone.core.calls.count { $0 == "open \(link)" } == 1)
    phone.core.failures = [:]
    phone.core.targets[link] = .chat(account: "account", dutyId: "4711")
    let attempt = model.attempt
    phone.navigator.follow(link)
    #expect(model.attempt != attempt)
    await model.follow()
    #expect(phone.navigator.stack == [.chat(Sample.duty)])
  }

  @Test("is opened when the sign-in that it asked for is done")
  func afterSignIn() async {
    phone.core.targets[link] = .signIn(ov: "xyz")
    let model = await followed()
    model.send(.signedIn)
    phone.core.remembered = link
    phone.core.targets[link] = .chat(account: "account", dutyId: "4711")
    await phone.surroundings.continueAfterSignIn(to: "account")
    #expect(phone.navigator.stack == [.link(link)])
    await model.follow()
    #expect(phone.navigator.stack == [.chat(Sample.duty)])
  }

  @Test("of another organisation says which")
  func other() async {
    phone.core.infos = [Sample.account(ov: "abc")]
    phone.core.targets[link] = .signIn(ov: "xyz")
    let model = await followed()
    #expect(model.state.stage == .stopped(.signIn(ov: "xyz", isOther: true)))
    #expect(model.state.title == "Dieser Dienst gehört zu XYZ")
  }

  @Test("says why it leads to none", arguments: [
    (LinkError.NotOnDuty, LinkState.Stop.notOnDuty), (.Removed, .removed), (.Deleted, .deleted),
    (.Invalid(reason: .form), .invalid), (.Sealed, .sealed), (.Offline, .offline), (.Server, .server),
    (.Store(reason: .damaged), .storage(.damaged)), (.Cancelled, .cancelled), (.Closed, .internalError),
    (.Internal, .internalError),
  ])
  func stopped(_ error: LinkError, _ stop: LinkState.Stop) async {
    phone.core.failures["open"] = error
    let model = await followed()
    #expect(model.state.stage == .stopped(stop))
    #expect(!model.state.title.isEmpty)
    #expect(phone.navigator.stack == [.link(link)])
    phone.core.failures = [:]
    phone.core.targets[link] = .chat(account: "account", dutyId: "4711")
    model.send(.retried)
    await model.settled()
    #expect(phone.navigator.stack == [.chat(Sample.duty)])
  }

  @Test("is forgotten when it is turned away from")
  func closed() async {
    phone.core.targets[link] = .signIn(ov: "xyz")
    phone.core.remembered = link
    let model = await followed()
    model.send(.closed)
    await model.settled()
    #expect(phone.core.remembered == nil)
    #expect(phone.navigator.stack == [])
  }
}
