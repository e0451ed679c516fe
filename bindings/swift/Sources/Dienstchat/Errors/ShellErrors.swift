// What an app's own implementations throw. People rarely see these texts.

extension KeyStoreError: WordedError {
  var words: Words {
    switch self {
    case .Locked:
      Words(
        "Der Schlüsselbund ist gesperrt. Entsperre das Gerät.",
        "The keychain is locked. Unlock the device."
      )
    case .Lost:
      Words(
        "Der Schlüsselbund hat den Schlüssel verloren. Melde dich ab und neu an.",
        "The keychain has lost the key. Sign out and sign in again."
      )
    case .Failed:
      Words(
        "Der Schlüsselbund lässt sich nicht benutzen. Starte das Gerät neu.",
        "The keychain cannot be used. Restart the device."
      )
    }
  }
}

extension ClockError: WordedError {
  var words: Words {
    switch self {
    case .Failed:
      Words(
        "Die Uhrzeit ist nicht bekannt. Prüfe Datum und Uhrzeit des Geräts.",
        "The time is not known. Check the device's date and time."
      )
    }
  }
}

extension ConnectivityError: WordedError {
  var words: Words {
    switch self {
    case .Failed:
      Words(
        "Ob es eine Verbindung gibt, ist nicht bekannt. Prüfe, ob du Netz hast.",
        "It is not known whether there is a connection. Check your network."
      )
    }
  }
}

extension BrowserError: WordedError {
  var words: Words {
    switch self {
    case .NoBrowser:
      Words(
        "Auf diesem Gerät gibt es keinen Browser. Richte einen ein.",
        "There is no browser on this device. Set one up."
      )
    case .Failed:
      Words(
        "Der Browser ließ sich nicht öffnen. Versuche es noch einmal.",
        "The browser could not be opened. Try again."
      )
    }
  }
}

extension LogError: WordedError {
  var words: Words {
    switch self {
    case .Failed:
      Words("Das Protokoll ließ sich nicht schreiben.", "The log could not be written.")
    }
  }
}
