import Foundation
import Observation

/// The page about licences.
@MainActor
@Observable
public final class LicencesModel: Screen {
  public let state: LicencesState

  /// - Parameter components: What the app is made of, as it is bundled: `Licences.json`.
  public init(_ surroundings: Surroundings, components: Data?) {
    state = LicencesState(
      own: surroundings.texts.settingsLicencesOwn,
      components: components.flatMap { try? JSONDecoder().decode([Component].self, from: $0) } ?? [])
  }

  public func send(_ event: LicencesEvent) {}

  public func settled() async {}

  public func follow() async {}
}
