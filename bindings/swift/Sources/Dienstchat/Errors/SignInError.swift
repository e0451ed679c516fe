extension SignInError: WordedError, CancellableError {
  var words: Words {
    switch self {
    case .InvalidId: .invalidId
    case .Offline: .offline
    case .UnknownOrganisation: .unknownOrganisation
    case .UntrustedIssuer:
      Words(
        "Diese App kennt den Anmelde-Anbieter deiner Organisation nicht; es wurde nichts an ihn geschickt. Aktualisiere die App.",
        "This app does not know your organisation's sign-in provider; nothing was sent to it. Update the app."
      )
    case .InvalidRedirectUri:
      Words(
        "Die Rücksprungadresse ist für deine Organisation nicht erlaubt. Aktualisiere die App.",
        "The redirect URI is not allowed for your organisation. Update the app."
      )
    case .UnknownCallback:
      Words(
        "Diese Antwort gehört zu keiner Anmeldung, die hier begonnen wurde. Beginne noch einmal.",
        "This answer belongs to no sign-in that was begun here. Begin again."
      )
    case .SsoDenied:
      Words(
        "Die Anmeldung wurde abgelehnt. Beginne noch einmal und stimme zu.",
        "The sign-in was declined. Begin again and agree to it."
      )
    case .SsoFailed:
      Words(
        "Die Anmeldung ist beim Anbieter fehlgeschlagen. Beginne noch einmal.",
        "The provider could not sign you in. Begin again."
      )
    case .WrongOrganisation:
      Words(
        "Du gehörst laut Anbieter zu einer anderen Organisation. Wähle diese aus.",
        "The provider says that you belong to another organisation. Choose that one."
      )
    case .WrongPerson:
      Words(
        "Es hat sich jemand anderes angemeldet als bisher in diesem Konto. Melde dich als dieselbe Person an, oder melde erst das Konto ab.",
        "Somebody else signed in than this account's person. Sign in as the same person, or sign the account out first."
      )
    case .AlreadySignedIn:
      Words(
        "Du bist auf diesem Gerät schon angemeldet. Öffne deine Dienste.",
        "You are signed in on this device already. Open your duties."
      )
    case .NoBrowser:
      Words(
        "Auf diesem Gerät ließ sich kein Browser öffnen. Richte einen Browser ein und versuche es noch einmal.",
        "No browser could be opened on this device. Set one up and try again."
      )
    case .NoSuchAccount: .noSuchAccount
    case .Server: .server
    case .Store(let reason): reason.words
    case .Closed: .closed
    case .Cancelled: .cancelled
    case .Internal: .internalFault
    }
  }

  var isCancelled: Bool { self == .Cancelled }
}
