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
    model.send(.signedIn)
    #expect(phone.navigator.top == .signIn(.organisation(ov: "xyz", name: nil)))
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
