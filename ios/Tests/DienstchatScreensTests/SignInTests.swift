import Dienstchat
import Foundation
import Testing

@testable import DienstchatScreens

@Suite("Signing in", .timeLimit(.minutes(1)))
@MainActor
struct SignInTests {
  private let phone = Phone()
  private let window = FakeWindow()
  private let callback = "dienstchat://login?code=abc&state=def"

  private func model(
    _ target: SignInTo = .organisation(ov: "xyz", name: "DRK Musterstadt")
  ) -> SignInModel {
    phone.navigator.push(.signIn(target))
    phone.core.signing.shut()
    phone.core.awaited = [callback]
    return SignInModel(
      phone.surroundings, target: target, redirectUri: "dienstchat://login", window: window)
  }

  @Test("goes to the browser, comes back, and ends in the list")
  func signsIn() async {
    let model = model()
    #expect(model.state == SignInState(title: "Anmelden bei DRK Musterstadt"))
    model.send(.continued)
    await window.isShown()
    #expect(model.state.stage == .inBrowser)
    #expect(window.shown.map(\.absoluteString) == ["https://issuer.example/authorize"])
    window.end(with: URL(string: callback))
    #expect(model.state.stage == .finishing)
    await model.settled()
    #expect(model.state.stage == .signedIn(account: "account"))
    #expect(phone.navigator.stack == [])
    #expect(phone.preferences.name(of: "xyz") == "DRK Musterstadt")
  }

  @Test("goes on to the chat whose link was followed before")
  func continues() async {
    phone.core.remembered = "dienstchat://duty/xyz/4711"
    let model = model()
    model.send(.continued)
    await window.isShown()
    window.end(with: URL(string: callback))
    await model.settled()
    #expect(phone.navigator.stack == [.link("dienstchat://duty/xyz/4711")])
  }

  @Test("is cancelled when the person closes the browser, and can begin again")
  func closed() async {
    let model = model()
    model.send(.continued)
    await window.isShown()
    window.end(with: nil)
    await model.settled()
    #expect(model.state.failure == .cancelled)
    phone.core.signing.shut()
    model.send(.continued)
    await window.isShown()
    window.end(with: URL(string: callback))
    await model.settled()
    #expect(model.state.stage == .signedIn(account: "account"))
  }

  @Test("is cancelled in the app, and left with the next touch")
  func cancelled() async {
    let model = model()
    model.send(.continued)
    await window.isShown()
    model.send(.cancelled)
    await model.settled()
    #expect(model.state.failure == .cancelled)
    model.send(.cancelled)
    #expect(phone.navigator.stack == [])
  }

  @Test("says so when the system shows no browser")
  func noBrowser() async {
    window.canShow = false
    let model = model()
    model.send(.continued)
    await model.settled()
    #expect(model.state.failure == .noBrowser)
  }

  @Test("takes no callback that belongs to another sign-in")
  func foreign() async {
    let model = model()
    model.send(.continued)
    await window.isShown()
    window.end(with: URL(string: "dienstchat://login?code=other&state=other"))
    await model.settled()
    #expect(model.state.failure == .stale)
  }

  @Test("tries the end again when the servers could not be reached", arguments: [
    SignInError.Offline, .Server,
  ])
  func again(_ error: SignInError) async {
    phone.core.failures["signIn"] = error
    let model = model()
    model.send(.continued)
    await window.isShown()
    window.end(with: URL(string: callback))
    await model.settled()
    #expect(model.state.failure?.remedies.first == .retry)
    model.send(.continued)
    #expect(model.state.stage == .finishing)
    await model.settled()
    #expect(phone.core.calls.contains("finishSignIn \(callback)"))
    #expect(model.state.stage == .signedIn(account: "account"))
  }

  @Test("says why it failed", arguments: [
    (SignInError.SsoDenied, SignInFailure.denied), (.SsoFailed, .failed), (.Offline, .offline),
    (.UnknownOrganisation, .unknownOrganisation), (.InvalidId, .unknownOrganisation),
    (.UntrustedIssuer, .untrusted), (.WrongOrganisation, .wrongOrganisation),
    (.WrongPerson, .wrongPerson), (.AlreadySignedIn, .already), (.NoBrowser, .noBrowser),
    (.UnknownCallback, .stale), (.NoSuchAccount, .noAccount), (.Server, .server), (.Cancelled, .cancelled),
    (.Store(reason: .locked), .storage(.locked)), (.InvalidRedirectUri, .internalError),
    (.Closed, .internalError), (.Internal, .internalError),
  ])
  func failed(_ error: SignInError, _ failure: SignInFailure) async {
    phone.core.failures["signIn"] = error
    let model = model()
    phone.core.signing.open()
    model.send(.continued)
    await model.settled()
    #expect(model.state.failure == failure)
    guard case .failed(_, let said) = model.state.stage else { return }
    #expect(!said.title.isEmpty && !said.hint.isEmpty)
    #expect(said.title != said.hint)
  }

  @Test("offers what helps, the likeliest first", arguments: [
    (SignInFailure.cancelled, [SignInRemedy.retry, .otherOrganisation]),
    (.denied, [.retry, .otherOrganisation]), (.failed, [.retry, .otherOrganisation]), (.offline, [.retry]),
    (.unknownOrganisation, [.otherOrganisation, .retry]), (.untrusted, [.otherOrganisation]),
    (.wrongOrganisation, [.otherOrganisation, .retry]), (.wrongPerson, [.settings, .retry]),
    (.already, [.toDuties]), (.noBrowser, [.retry]), (.stale, [.retry, .otherOrganisation]),
    (.noAccount, [.otherOrganisation]), (.server, [.retry]), (.storage(.damaged), [.settings]),
    (.storage(.keyMissing), [.settings]), (.storage(.newerVersion), []), (.storage(.locked), [.retry]),
    (.storage(.storage), [.retry]), (.internalError, [.retry]),
  ])
  func remedies(_ failure: SignInFailure, _ remedies: [SignInRemedy]) {
    #expect(failure.remedies == remedies)
  }

  @Test("leads to what helps", arguments: [
    (SignInRemedy.otherOrganisation, [Route.organisation]), (.toDuties, []),
    (.settings, [.signIn(.organisation(ov: "xyz", name: "DRK Musterstadt")), .settings]),
  ])
  func helps(_ remedy: SignInRemedy, _ stack: [Route]) {
    let model = model()
    model.send(.did(remedy))
    #expect(phone.navigator.stack == stack)
  }

  @Test("begins anew where that helps")
  func begunAnew() async {
    phone.core.failures["signIn"] = SignInError.SsoFailed
    let model = model()
    phone.core.signing.open()
    model.send(.continued)
    await model.settled()
    phone.core.failures = [:]
    model.send(.did(.retry))
    await model.settled()
    #expect(model.state.stage == .signedIn(account: "account"))
  }

  @Test("says of the account's data what to do, with the organisation's name")
  func storage() async {
    phone.core.failures["signIn"] = SignInError.Store(reason: .damaged)
    let model = model()
    phone.core.signing.open()
    model.send(.continued)
    await model.settled()
    let hint = phone.texts.sealedDamagedHint(organisation: "DRK Musterstadt")
    let said = SignInSaid(title: phone.texts.sealedDamaged, hint: hint)
    #expect(model.state.stage == .failed(.storage(.damaged), said))
  }

  @Test("waits for the first chats, so that no empty list is shown")
  func firstChats() async {
    phone.core.syncing.shut()
    let model = model()
    phone.core.signing.open()
    model.send(.continued)
    await phone.core.syncing.isWaitedAt()
    #expect(model.state.isSignedIn)
    #expect(phone.navigator.top == .signIn(.organisation(ov: "xyz", name: "DRK Musterstadt")))
    phone.core.syncing.open()
    await model.settled()
    #expect(phone.core.calls.suffix(2) == ["syncOnce account", "rememberedLink"])
    #expect(phone.navigator.stack == [])
  }

  @Test("keeps nobody for long from a list that does not come")
  func firstChatsLate() async {
    phone.core.syncing.shut()
    let model = model()
    phone.core.signing.open()
    model.send(.continued)
    await phone.clock.isWaitedFor()
    await phone.core.syncing.isWaitedAt()
    phone.clock.pass(.seconds(14))
    #expect(phone.navigator.stack != [])
    phone.clock.pass(.seconds(1))
    await model.settled()
    #expect(phone.navigator.stack == [])
  }

  @Test("by a link learns what the organisation is called, and remembers it")
  func byLink() async {
    phone.core.organisations = [Organisation(ov: "xyz", name: "DRK Musterstadt")]
    let model = model(.organisation(ov: "xyz", name: nil))
    #expect(model.state.title == phone.texts.signinTitle(organisation: "XYZ"))
    await model.follow()
    #expect(model.state.title == phone.texts.signinTitle(organisation: "DRK Musterstadt"))
    phone.core.signing.open()
    model.send(.continued)
    await model.settled()
    #expect(phone.preferences.name(of: "xyz") == "DRK Musterstadt")
    #expect(phone.preferences.current.lastOrganisation == OrganisationName(ov: "xyz", name: "DRK Musterstadt"))
  }

  @Test("begins once, however often it is asked for")
  func once() async {
    let model = model()
    for _ in 1...3 { model.send(.continued) }
    await window.isShown()
    window.end(with: URL(string: callback))
    await model.settled()
    #expect(phone.core.calls.count { $0 == "signIn" } == 1)
  }

  @Test("to an account that is sealed names its organisation, and another can be chosen")
  func again() {
    phone.preferences.remember(OrganisationName(ov: "xyz", name: "DRK Musterstadt"))
    let model = model(.account(id: "account", ov: "xyz"))
    #expect(model.state.title == "Anmelden bei DRK Musterstadt")
    model.send(.did(.otherOrganisation))
    #expect(phone.navigator.stack == [.organisation])
  }

  @Test("shows no browser that was given up before it came up")
  func givenUp() async throws {
    var ends = 0
    let browser = SignInBrowser(window, ended: { _ in ends += 1 }, notShown: { ends += 1 })
    try browser.dismiss()
    try browser.open(url: "https://issuer.example/authorize")
    await Task { @MainActor in }.value
    await Task { @MainActor in }.value
    #expect(window.shown == [])
    #expect(ends == 0)
    #expect(throws: BrowserError.Failed) { try browser.open(url: "") }
  }
}
