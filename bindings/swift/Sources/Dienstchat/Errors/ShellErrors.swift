// What an app's own implementations throw. People rarely see these texts.

extension KeyStoreError: WordedError {
  var words: Words {
    switch self {
    case .Locked:
      Words(
        "Der Schlüsselbund ist gesperrt. Entsperre das Gerät.",
        "The keychain is locked. Unlock the device."
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

extension LogError: WordedError {
  var words: Words {
    switch self {
    case .Failed:
      Words("Das Protokoll ließ sich nicht schreiben.", "The log could not be written.")
    }
  }
}
