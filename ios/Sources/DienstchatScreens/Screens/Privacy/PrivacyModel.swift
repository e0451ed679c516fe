import Observation

/// The page about privacy.
@MainActor
@Observable
public final class PrivacyModel: Screen {
  public let state: PrivacyState

  public init(_ surroundings: Surroundings) {
    let texts = surroundings.texts
    state = PrivacyState(paragraphs: [
      texts.settingsPrivacyEncryption, texts.settingsPrivacyOperator, texts.settingsPrivacyDevice,
      texts.settingsPrivacyDeletion, texts.settingsPrivacyNothing,
    ])
  }

  public func send(_ event: PrivacyEvent) {}

  public func settled() async {}

  public func follow() async {}
}
