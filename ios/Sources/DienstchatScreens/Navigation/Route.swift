/// A screen that can be gone to.
public enum Route: Hashable, Codable, Sendable {
  case organisation
  case signIn(SignInTo)
  case link(String)
  case chat(DutyID)
  case details(DutyID)
  case settings
  case privacy
  case licences
  case signOut(account: String)
  case signOutAfter(account: String)
  case problem(account: String)
}

/// What to sign in to.
public enum SignInTo: Hashable, Codable, Sendable {
  /// An organisation, with its name where it is known.
  case organisation(ov: String, name: String?)
  /// An account that is sealed, again.
  case account(id: String, ov: String)

  /// The code of the organisation.
  public var ov: String {
    switch self {
    case .organisation(let ov, _), .account(_, let ov): ov
    }
  }
}
