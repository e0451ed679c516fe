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
        "Die Anmeldung kann nicht zu dieser App zurückkehren, weil deren Adresse nicht erlaubt ist. Aktualisiere die App.",
        "The sign-in cannot return to this app, because the app's address is not allowed. Update the app."
      )
    case .UnknownCallback:
      Words(
        "Diese Antwort gehört zu keiner Anmeldung, die hier begonnen wurde. Melde dich noch einmal an.",
        "This answer belongs to no sign-in that was started here. Sign in again."
      )
    case .SsoDenied:
      Words(
        "Die Anmeldung wurde abgelehnt. Versuche es noch einmal und stimme zu.",
        "The sign-in was declined. Try again and agree to it."
      )
    case .SsoFailed:
      Words(
        "Die Anmeldung ist beim Anbieter fehlgeschlagen. Versuche es noch einmal.",
        "The provider could not sign you in. Try again."
      )
    case .WrongOrganisation:
      Words(
        "Laut Anbieter gehörst du zu einer anderen Organisation. Wähle diese aus.",
        "According to the provider, you belong to another organisation. Choose that one."
      )
    case .WrongPerson:
      Words(
        "Dieses Konto gehört einer anderen Person als der, die sich gerade angemeldet hat. Melde dich wie bisher an, oder melde das Konto zuerst ab.",
        "This account belongs to somebody other than the person who just signed in. Sign in as before, or sign out of the account first."
      )
    case .AlreadySignedIn:
      Words(
        "Du bist auf diesem Gerät schon angemeldet. Öffne deine Dienste.",
        "You are already signed in on this device. Open your duties."
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
