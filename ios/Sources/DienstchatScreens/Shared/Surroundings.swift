import Foundation

/// What every model stands on.
@MainActor
public struct Surroundings {
  public let core: any Core
  public let speech: Speech
  public let navigator: Navigator
  public let preferences: PreferenceKeeper
  public let network: Network
  public let clock: CorrectedClock
  public let pause: Pause

  public init(
    core: any Core, speech: Speech, navigator: Navigator, preferences: PreferenceKeeper,
    network: Network, clock: CorrectedClock = CorrectedClock(),
    pause: @escaping Pause = { try await Task.sleep(for: $0) }
  ) {
    self.core = core
    self.speech = speech
    self.navigator = navigator
    self.preferences = preferences
    self.network = network
    self.clock = clock
    self.pause = pause
  }

  var texts: any Texts { speech.texts }

  /// The time for what is shown in relation to it.
  func now() -> Date { clock.now }

  /// Says every minute that one has passed, and when the clock was corrected, until the task is cancelled.
  func everyMinute(_ tick: @escaping @MainActor () -> Void) async {
    let corrections = clock.corrections()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { for await _ in corrections { await tick() } }
      while (try? await pause(.seconds(60))) != nil { tick() }
      group.cancelAll()
    }
  }
}
