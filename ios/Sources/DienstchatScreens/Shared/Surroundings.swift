import Foundation

/// What every model stands on.
@MainActor
public struct Surroundings {
  public let core: any Core
  public let speech: Speech
  public let navigator: Navigator
  public let preferences: PreferenceKeeper
  public let network: Network
  /// The time by this device's clock: for what is shown only, the core decides what holds.
  public let now: Now
  public let pause: Pause

  public init(
    core: any Core, speech: Speech, navigator: Navigator, preferences: PreferenceKeeper,
    network: Network, now: @escaping Now = { Date() },
    pause: @escaping Pause = { try await Task.sleep(for: $0) }
  ) {
    self.core = core
    self.speech = speech
    self.navigator = navigator
    self.preferences = preferences
    self.network = network
    self.now = now
    self.pause = pause
  }

  var texts: any Texts { speech.texts }

  /// Says every minute that one has passed, until the task is cancelled.
  func everyMinute(_ tick: () -> Void) async {
    while (try? await pause(.seconds(60))) != nil { tick() }
  }
}
