import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("Choosing the organisation", .timeLimit(.minutes(1)))
@MainActor
struct OrganisationTests {
  private let phone = Phone()
  private let model: OrganisationModel

  init() {
    phone.core.organisations = [
      Organisation(ov: "xyz", name: "DRK Musterstadt"), Organisation(ov: "abc", name: "DRK Neustadt"),
    ]
    model = OrganisationModel(phone.surroundings)
  }

  private func search(_ text: String) async {
    model.send(.typed(text))
    model.send(.searched)
    await model.settled()
  }

  @Test("finds it by its name and by its code")
  func found() async {
    await search("DRK")
    #expect(model.state.results == .found([
      .init(ov: "xyz", name: "DRK Musterstadt", code: "Kürzel XYZ"),
      .init(ov: "abc", name: "DRK Neustadt", code: "Kürzel ABC"),
    ]))
    await search(" XYZ ")
    #expect(phone.core.calls.last == "search XYZ")
    #expect(model.state.results == .found([.init(ov: "xyz", name: "DRK Musterstadt", code: "Kürzel XYZ")]))
  }

  @Test("says so when there is none")
  func unknown() async {
    await search("Gibt es nicht")
    #expect(model.state.results == .unknown(
      text: "Keine Organisation gefunden für „\u{2068}Gibt es nicht\u{2069}“.",
      hint: phone.texts.organisationNoneHint))
  }

  @Test("says what is wrong", arguments: [
    (ClientError.Offline as any Error, OrganisationState.Problem.offline),
    (ClientError.Server, .failed), (ClientError.Closed, .internalError), (FakeCore.Unprepared(), .internalError),
  ])
  func problem(_ error: any Error, _ problem: OrganisationState.Problem) async {
    phone.core.failures["search"] = error
    await search("DRK")
    guard case .problem(problem, let text) = model.state.results else {
      Issue.record("\(model.state.results)")
      return
    }
    #expect(!text.isEmpty)
    phone.core.failures = [:]
    model.send(.retried)
    await model.settled()
    #expect(model.state.results != .searching)
    guard case .found = model.state.results else {
      Issue.record("\(model.state.results)")
      return
    }
  }

  @Test("searches once for what is typed quickly, and for the last of it")
  func typed() async {
    for text in ["D", "DR", "DRK"] { model.send(.typed(text)) }
    #expect(model.state.results == .searching)
    await phone.clock.isWaitedFor()
    phone.clock.pass(OrganisationModel.delay)
    await model.settled()
    #expect(phone.core.calls == ["search DRK"])
  }

  @Test("drops the answer to an earlier search")
  func late() async {
    phone.core.searching.shut()
    model.send(.typed("XYZ"))
    model.send(.searched)
    await phone.core.searching.isWaitedAt()
    model.send(.typed(""))
    phone.core.searching.open()
    await model.settled()
    #expect(model.state.results == .none)
  }

  @Test("goes on to the sign-in, and remembers what was chosen")
  func chosen() async {
    await search("Muster")
    model.send(.chose(ov: "xyz"))
    #expect(phone.navigator.stack == [.signIn(.organisation(ov: "xyz", name: "DRK Musterstadt"))])
    let later = OrganisationModel(phone.surroundings)
    #expect(later.state.last?.name == "DRK Musterstadt")
    phone.navigator.show()
    later.send(.chose(ov: "xyz"))
    #expect(phone.navigator.stack.count == 1)
    later.send(.chose(ov: "none"))
    #expect(phone.navigator.stack.count == 1)
  }

  @Test("an organisation without a name goes by its code")
  func nameless() async {
    phone.core.organisations = [Organisation(ov: "xyz", name: " \u{202E}\n ")]
    await search("xyz")
    #expect(model.state.results == .found([.init(ov: "xyz", name: "XYZ", code: "Kürzel XYZ")]))
  }
}
