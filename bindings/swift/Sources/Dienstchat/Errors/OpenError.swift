extension OpenError: WordedError {
  var words: Words {
    switch self {
    case .InvalidConnector:
      Words(
        "Die Adresse des Dienstchat-Servers in dieser App ist ungültig. Aktualisiere die App.",
        "The address of the Dienstchat server in this app is not valid. Update the app."
      )
    case .InvalidAppHost:
      Words(
        "Die Adresse für Links in dieser App ist ungültig. Aktualisiere die App.",
        "The address for links in this app is not valid. Update the app."
      )
    case .InvalidIssuers:
      Words(
        "Die Liste der Anmelde-Anbieter in dieser App ist ungültig. Aktualisiere die App.",
        "The list of sign-in providers in this app is not valid. Update the app."
      )
    case .DataFolder:
      Words(
        "Die App kann ihre Daten nicht speichern. Schaffe Platz auf dem Gerät und starte die App neu.",
        "The app cannot store its data. Free up some space on the device and restart the app."
      )
    case .Network:
      Words(
        "Die Verbindung ließ sich nicht einrichten. Starte die App neu.",
        "The network could not be set up. Restart the app."
      )
    case .Internal: .internalFault
    }
  }
}
