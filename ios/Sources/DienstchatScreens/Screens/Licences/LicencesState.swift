/// The licences of the app and of what it is made of.
public struct LicencesState: Equatable, Sendable {
  public let own: String
  public let components: [Component]
}

/// Something that the app is made of.
public struct Component: Identifiable, Equatable, Codable, Sendable {
  public let name: String
  /// By its SPDX name.
  public let licence: String
  public var id: String { name }
}
