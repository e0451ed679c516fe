/// What several kinds of errors say.
extension Words {
  static let invalidId = Words(
    "Diese Kennung ist ungültig. Öffne die Liste noch einmal und wähle daraus.",
    "This identifier is not valid. Open the list again and choose from it."
  )
  static let offline = Words(
    "Keine Verbindung. Prüfe dein Netz und versuche es noch einmal.",
    "No connection. Check your network and try again."
  )
  static let sealed = Words(
    "Das Konto ist gesperrt, bis du dich wieder anmeldest. Es geht nichts verloren.",
    "The account is sealed until you sign in again. Nothing is lost."
  )
  static let noSuchAccount = Words(
    "Dieses Konto gibt es auf diesem Gerät nicht mehr. Melde dich an, um es wieder zu benutzen.",
    "This account is no longer on this device. Sign in to use it again."
  )
  static let unknownOrganisation = Words(
    "Diese Organisation gibt es nicht, oder ihr Chat ist nicht eingeschaltet. Frage in deiner Organisation nach.",
    "There is no such organisation, or its chat is not switched on. Ask your organisation."
  )
  static let chatDeleted = Words(
    "Der Chat ist gelöscht, wie jeder Chat nach dem Ende seines Dienstes.",
    "The chat is deleted, as every chat is after the end of its duty."
  )
  static let server = Words(
    "Der Server antwortet mit einem Fehler. Versuche es später noch einmal.",
    "The server answers with an error. Try again later."
  )
  static let closed = Words(
    "Dienstchat wurde beendet. Öffne die App neu.",
    "Dienstchat was shut down. Open the app again."
  )
  static let cancelled = Words("Abgebrochen.", "Cancelled.")
  static let internalFault = Words(
    "Das ist ein Fehler in Dienstchat selbst. Starte die App neu; kommt er wieder, melde ihn.",
    "This is a fault of Dienstchat itself. Start the app again; if it comes back, report it."
  )
}

extension Unavailable {
  /// Why the store cannot be used, and what to do.
  var words: Words {
    switch self {
    case .damaged:
      Words(
        "Die gespeicherten Daten des Kontos sind beschädigt. Melde das Konto ab und wieder an.",
        "The account's stored data is damaged. Sign the account out and in again."
      )
    case .keyMissing:
      Words(
        "Der Schlüssel zu den gespeicherten Daten fehlt auf diesem Gerät. Melde das Konto ab und wieder an.",
        "The key to the stored data is missing on this device. Sign the account out and in again."
      )
    case .newerVersion:
      Words(
        "Eine neuere Version der App hat die Daten gespeichert. Aktualisiere die App.",
        "A newer version of the app stored the data. Update the app."
      )
    case .locked:
      Words(
        "Die gespeicherten Daten sind gerade gesperrt. Entsperre das Gerät und versuche es noch einmal.",
        "The stored data is locked now. Unlock the device and try again."
      )
    case .storage:
      Words(
        "Der Speicher des Geräts ist voll oder fehlerhaft. Schaffe Platz und versuche es noch einmal.",
        "The device's storage is full or fails. Free some space and try again."
      )
    }
  }
}
