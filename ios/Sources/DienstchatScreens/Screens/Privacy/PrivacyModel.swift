import Observation

/// The page about privacy.
@MainActor
@Observable
public final class PrivacyModel: Screen {
  public let state: PrivacyState

  @ObservationIgnored private let navigator: Navigator

  public init(_ surroundings: Surroundings) {
    navigator = surroundings.navigator
    let texts = surroundings.texts
    state = PrivacyState(paragraphs: [
      texts.settingsPrivacyEncryption, texts.settingsPrivacyOperator, texts.settingsPrivacyDevice,
      texts.settingsPrivacyDeletion, texts.settingsPrivacyNothing,
    ])
  }

  public func send(_ event: PrivacyEvent) {
    switch event {
    case .closed: navigator.pop(.privacy)
    }
  }

  public func settled() async {}

  public func follow() async {}
}
