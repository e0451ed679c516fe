extension SyncError: WordedError, CancellableError {
  var words: Words {
    switch self {
    case .Offline: .offline
    case .Busy:
      Words(
        "Der Server ist gerade überlastet. Versuche es später noch einmal.",
        "The server is overloaded right now. Try again later."
      )
    case .SignedOut:
      Words(
        "Deine Sitzung wurde beendet. Melde dich wieder an; es geht nichts verloren.",
        "Your session was ended. Sign in again; nothing is lost."
      )
    case .Sealed: .sealed
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
