/// What several kinds of errors say.
extension Words {
  static let invalidId = Words(
    "Diese Kennung ist ungültig. Öffne die Liste noch einmal und wähle neu aus.",
    "This identifier is not valid. Open the list again and choose from it."
  )
  static let offline = Words(
    "Keine Verbindung. Prüfe, ob du Netz hast, und versuche es noch einmal.",
    "No connection. Check your network and try again."
  )
  static let sealed = Words(
    "Das Konto ist gerade gesperrt. Melde dich neu an, oder frage in deiner Organisation nach. Es geht nichts verloren.",
    "The account is locked for now. Sign in again, or ask your organisation. Nothing is lost."
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
    "Der Chat wurde gelöscht, wie jeder Chat einige Zeit nach dem Dienst.",
    "The chat was deleted, as every chat is some time after its duty."
  )
  static let server = Words(
    "Der Server antwortet mit einem Fehler. Versuche es später noch einmal.",
    "The server reports an error. Try again later."
  )
  static let closed = Words(
    "Dienstchat wurde beendet. Starte die App neu.",
    "Dienstchat was shut down. Restart the app."
  )
  static let cancelled = Words("Abgebrochen.", "Cancelled.")
  static let internalFault = Words(
    "In Dienstchat selbst ist ein Fehler aufgetreten. Starte die App neu. Wenn das nicht hilft, melde ihn.",
    "Something went wrong in Dienstchat itself. Restart the app. If that does not help, report it."
  )
}

extension Unavailable {
  /// Why the store cannot be used, and what to do.
  var words: Words {
    switch self {
    case .damaged:
      Words(
        "Die gespeicherten Daten des Kontos sind beschädigt. Melde das Konto ab und dich neu an.",
        "The account's stored data is damaged. Sign out of the account and in again."
      )
    case .keyMissing:
      Words(
        "Der Schlüssel zu den gespeicherten Daten fehlt auf diesem Gerät. Melde das Konto ab und dich neu an.",
        "The key to the stored data is missing on this device. Sign out of the account and in again."
      )
    case .newerVersion:
      Words(
        "Eine neuere Version der App hat die Daten gespeichert. Aktualisiere die App.",
        "A newer version of the app stored the data. Update the app."
      )
    case .locked:
      Words(
        "Die gespeicherten Daten sind gerade gesperrt. Entsperre das Gerät und versuche es noch einmal.",
        "The stored data is locked right now. Unlock the device and try again."
      )
    case .storage:
      Words(
        "Der Speicher des Geräts ist voll, oder das Gerät gibt die Schlüssel nicht heraus. Prüfe, ob noch Platz frei ist, und versuche es noch einmal.",
        "The device's storage is full, or the device does not give out the keys. Check that there is space left and try again."
      )
    }
  }
}
