import Foundation
import Observation

/// What the person has chosen on this device.
public struct Preferences: Codable, Equatable, Sendable {
  /// Light or dark.
  public enum Appearance: String, Codable, CaseIterable, Sendable {
    case system, light, dark
  }

  public var appearance = Appearance.system
  /// Nil: as the device.
  public var language: Speech.Language?
  public var isLocked = false
  public var hidesPreviews = true
  /// The organisation that was chosen last.
  public var lastOrganisation: OrganisationName?
  /// Those that were signed in to: an account itself knows only its code.
  public var organisations: [OrganisationName] = []

  public init() {}
}

/// An organisation and how it is called.
public struct OrganisationName: Codable, Hashable, Sendable {
  public let ov: String
  public let name: String

  public init(ov: String, name: String) {
    self.ov = ov
    self.name = name
  }
}

/// Where preferences are kept. `UserDefaults` is such a place.
@MainActor
public protocol PreferenceStore {
  func data(forKey key: String) -> Data?
  func set(_ data: Data?, forKey key: String)
}

/// The preferences, kept after each change.
@MainActor
@Observable
public final class PreferenceKeeper {
  static let key = "preferences"

  public var current: Preferences {
    didSet {
      if current != oldValue { store.set(try? JSONEncoder().encode(current), forKey: Self.key) }
    }
  }

  @ObservationIgnored private let store: any PreferenceStore

  /// As they were kept; as new when that cannot be read.
  public init(_ store: any PreferenceStore) {
    self.store = store
    current =
      store.data(forKey: Self.key).flatMap { try? JSONDecoder().decode(Preferences.self, from: $0) }
      ?? Preferences()
  }

  /// How the organisation is called; its code when that is not known.
  public func name(of ov: String) -> String {
    knownName(of: ov) ?? ov.uppercased()
  }

  /// The same; nil when it is not known.
  func knownName(of ov: String) -> String? {
    current.organisations.first { $0.ov == ov }?.name
  }

  /// Remembers how an organisation is called.
  public func remember(_ organisation: OrganisationName) {
    current.organisations.removeAll { $0.ov == organisation.ov }
    current.organisations.append(organisation)
  }

  /// The language that the app speaks, given those of the device.
  public func language(deviceLanguages: [String]) -> Speech.Language {
    current.language ?? .preferred(among: deviceLanguages)
  }
}
