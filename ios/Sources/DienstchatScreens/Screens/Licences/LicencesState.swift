/// The licences of the app and of what it is made of.
public struct LicencesState: Equatable, Sendable {
  public let own: String
  /// Nothing until they are read.
  public internal(set) var components: [Component]?
  public internal(set) var expanded: Expanded?

  /// The component whose licence is shown, and what it says.
  public struct Expanded: Equatable, Sendable {
    public let component: Component.ID
    public let paragraphs: [Paragraph]
  }

  public struct Paragraph: Identifiable, Equatable, Sendable {
    public let id: Int
    public let text: String
  }
}

/// Something that the app is made of.
public struct Component: Identifiable, Equatable, Codable, Sendable {
  public let name: String
  public let version: String
  /// By its SPDX name.
  public let licence: String
  /// The names of the texts that belong to it.
  let texts: [String]
  public var id: String { "\(name) \(version)" }
}
