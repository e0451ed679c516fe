/// Choosing the organisation.
public struct OrganisationState: Equatable, Sendable {
  /// An organisation that can be chosen.
  public struct Row: Identifiable, Equatable, Sendable {
    public let ov: String
    public let name: String
    /// The code in words.
    public let code: String
    public var id: String { ov }
  }

  /// How far the search is.
  public enum Results: Equatable, Sendable {
    /// Nothing is searched for.
    case none
    case searching
    case found([Row])
    /// There is none like this.
    case unknown(text: String, hint: String)
    case problem(Problem, text: String)
  }

  /// Why nothing could be searched.
  public enum Problem: Equatable, Sendable {
    case offline
    /// The directory does not answer as it should.
    case failed
    /// A fault of the app's own.
    case internalError
  }

  public var query = ""
  public var results = Results.none
  /// The organisation that was chosen last; shown while nothing is searched for.
  public var last: Row?
}
