import Foundation
import Observation

/// The page about licences.
@MainActor
@Observable
public final class LicencesModel: Screen {
  public private(set) var state: LicencesState

  @ObservationIgnored private let bundled: @Sendable () -> Data?
  @ObservationIgnored private var texts: [String: String] = [:]

  /// - Parameter bundled: Reads what the app is made of: `Licences.json`. Not on the main thread.
  public init(_ surroundings: Surroundings, bundled: @escaping @Sendable () -> Data?) {
    self.bundled = bundled
    state = LicencesState(own: surroundings.texts.settingsLicencesOwn)
  }

  public func send(_ event: LicencesEvent) {
    switch event {
    case .toggled(let id): toggle(id)
    }
  }

  public func settled() async {}

  public func follow() async {
    guard state.components == nil else { return }
    let read = await Self.read(bundled)
    texts = read?.texts ?? [:]
    state.components = read?.components ?? []
  }

  private func toggle(_ id: Component.ID) {
    guard state.expanded?.component != id, let component = state.components?.first(where: { $0.id == id }) else {
      state.expanded = nil
      return
    }
    let lines = component.texts.compactMap { texts[$0] }.flatMap { $0.split(separator: "\n") }
    state.expanded = LicencesState.Expanded(
      component: id,
      paragraphs: lines.enumerated().map { LicencesState.Paragraph(id: $0.offset, text: String($0.element)) })
  }

  private nonisolated static func read(_ bundled: @Sendable () -> Data?) async -> Licences? {
    bundled().flatMap { try? JSONDecoder().decode(Licences.self, from: $0) }
  }
}

/// As `ios/licences.py` writes them.
private struct Licences: Decodable, Sendable {
  let components: [Component]
  let texts: [String: String]
}
