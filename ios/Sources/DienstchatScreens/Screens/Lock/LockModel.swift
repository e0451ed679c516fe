import Observation

/// Locks the app, where the person wants it, and hides it in the app switcher.
@MainActor
@Observable
public final class LockModel: Screen {
  public private(set) var state: LockState

  @ObservationIgnored private let preferences: PreferenceKeeper
  @ObservationIgnored private let owner: any DeviceOwner
  @ObservationIgnored private let reason: @MainActor () -> String
  @ObservationIgnored private let work = Work()
  @ObservationIgnored private var isActive = false
  /// Whether the person has turned the question down since the app was last left.
  @ObservationIgnored private var hasDeclined = false
  /// How often the app was left.
  @ObservationIgnored private var leaves = 0

  /// - Parameter reason: What the device says when it asks.
  public init(
    preferences: PreferenceKeeper, owner: any DeviceOwner, reason: @escaping @MainActor () -> String
  ) {
    self.preferences = preferences
    self.owner = owner
    self.reason = reason
    let isLocked = preferences.current.isLocked && owner.canBeAsked
    state = LockState(isLocked: isLocked, isCovered: isLocked)
  }

  public func send(_ event: LockEvent) {
    switch event {
    case .becameActive:
      isActive = true
      // Once: whoever declines finds a button instead of the same question again.
      if state.isLocked, !state.isAsking, !hasDeclined { ask() }
    case .becameInactive: isActive = false
    case .wentToBackground:
      isActive = false
      hasDeclined = false
      leaves += 1
      // Without a code of the device nobody could open it again.
      if preferences.current.isLocked, owner.canBeAsked { state.isLocked = true }
    case .unlocked: if !state.isAsking { ask() }
    }
    cover()
  }

  public func settled() async {
    await work.settled()
  }

  public func follow() async {}

  private func ask() {
    guard owner.canBeAsked else {
      state.isLocked = false
      return
    }
    state.isAsking = true
    work.begin { [owner, reason, leaves] in
      let isThere = await owner.isThere(reason: reason())
      self.state.isAsking = false
      if isThere {
        self.state.isLocked = false
      } else {
        // Leaving the app ends the question too, and that is no answer.
        self.hasDeclined = self.leaves == leaves
      }
      self.cover()
    }
  }

  private func cover() {
    let hides = preferences.current.hidesPreviews || preferences.current.isLocked
    state.isCovered = state.isLocked || (!isActive && hides)
  }
}
