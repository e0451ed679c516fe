import Testing

@testable import DienstchatScreens

@Suite("The app lock", .timeLimit(.minutes(1)))
@MainActor
struct LockTests {
  private let preferences = PreferenceKeeper(MemoryStore())
  private let owner = FakeOwner()

  private func model(isLocked: Bool, hidesPreviews: Bool = false) -> LockModel {
    preferences.current.isLocked = isLocked
    preferences.current.hidesPreviews = hidesPreviews
    return LockModel(preferences: preferences, owner: owner) { "Warum" }
  }

  @Test("asks at the start, and opens")
  func opens() async {
    let model = model(isLocked: true)
    #expect(model.state == LockState(isLocked: true, isCovered: true))
    owner.asking.shut()
    model.send(.becameActive)
    model.send(.becameActive)
    #expect(model.state.isAsking)
    await owner.asking.isWaitedAt()
    owner.asking.open()
    await model.settled()
    #expect(model.state == LockState(isLocked: false, isCovered: false))
    #expect(owner.asked == ["Warum"])
  }

  @Test("stays shut for anybody else, who can be asked again")
  func staysShut() async {
    owner.answer = false
    let model = model(isLocked: true)
    model.send(.becameActive)
    await model.settled()
    #expect(model.state == LockState(isLocked: true, isCovered: true))
    owner.answer = true
    model.send(.unlocked)
    await model.settled()
    #expect(!model.state.isLocked)
  }

  @Test("asks whoever has declined only when they want it, or come back")
  func declined() async {
    owner.answer = false
    let model = model(isLocked: true)
    model.send(.becameActive)
    await model.settled()
    // The system's question makes the app inactive for as long as it stands there.
    model.send(.becameInactive)
    model.send(.becameActive)
    await model.settled()
    #expect(owner.asked.count == 1)
    model.send(.unlocked)
    await model.settled()
    #expect(owner.asked.count == 2)
    model.send(.wentToBackground)
    model.send(.becameActive)
    await model.settled()
    #expect(owner.asked.count == 3)
  }

  @Test("asks again when the app was left during the question")
  func leftDuring() async {
    owner.answer = false
    owner.asking.shut()
    let model = model(isLocked: true)
    model.send(.becameActive)
    await owner.asking.isWaitedAt()
    model.send(.wentToBackground)
    owner.asking.open()
    await model.settled()
    model.send(.becameActive)
    await model.settled()
    #expect(owner.asked.count == 2)
  }

  @Test("shuts in the background, not while the system shows something over the app")
  func shuts() async {
    let model = model(isLocked: true)
    model.send(.becameActive)
    await model.settled()
    model.send(.becameInactive)
    #expect(model.state == LockState(isLocked: false, isCovered: true))
    model.send(.becameActive)
    #expect(!model.state.isCovered)
    model.send(.wentToBackground)
    #expect(model.state.isLocked)
  }

  @Test("hides the app in the switcher, where that is wanted", arguments: [true, false])
  func covers(_ hides: Bool) {
    let model = model(isLocked: false, hidesPreviews: hides)
    model.send(.becameActive)
    #expect(!model.state.isCovered)
    model.send(.becameInactive)
    #expect(model.state.isCovered == hides)
    model.send(.wentToBackground)
    #expect(model.state.isCovered == hides)
    #expect(!model.state.isLocked)
    #expect(owner.asked == [])
  }

  @Test("locks nobody out whose device has no code any more")
  func noCode() {
    owner.canBeAsked = false
    let model = model(isLocked: true)
    model.send(.becameActive)
    model.send(.wentToBackground)
    model.send(.becameActive)
    #expect(!model.state.isLocked)
    owner.canBeAsked = true
    model.send(.wentToBackground)
    owner.canBeAsked = false
    model.send(.unlocked)
    #expect(!model.state.isLocked)
  }
}
