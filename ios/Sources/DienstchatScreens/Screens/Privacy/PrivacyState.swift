/// What becomes of the person's data, in plain words.
public struct PrivacyState: Equatable, Sendable {
  public let paragraphs: [String]
}
