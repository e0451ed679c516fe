extension ChatError: WordedError, CancellableError {
  var words: Words {
    switch self {
    case .InvalidId: .invalidId
    case .NotFound:
      Words(
        "Diesen Chat gibt es auf diesem Gerät nicht. Öffne den Link des Dienstes noch einmal.",
        "This chat is not on this device. Open the duty's link again."
      )
    case .ReadOnly:
      Words(
        "Der Chat ist nur noch lesbar, weil der Dienst vorbei oder abgesagt ist.",
        "The chat is read only, because the duty is over or cancelled."
      )
    case .ChatDeleted: .chatDeleted
    case .NotAMember:
      Words(
        "Du bist nicht in diesem Dienst eingeteilt. Frage in deiner Organisation nach, wenn das nicht stimmt.",
        "You are not assigned to this duty. Ask your organisation if that is wrong."
      )
    case .Sealed: .sealed
    case .TextEmpty:
      Words("Die Nachricht ist leer. Schreibe etwas.", "The message is empty. Write something.")
    case .TextTooLong:
      Words(
        "Die Nachricht ist zu lang. Teile sie in mehrere auf.",
        "The message is too long. Split it into several."
      )
    case .NotQueued:
      Words(
        "Die Nachricht wartet nicht mehr: Sie ist schon unterwegs oder verschickt.",
        "The message is not waiting any more: it is on its way or sent already."
      )
    case .Offline: .offline
    case .Server: .server
    case .Store(let reason): reason.words
    case .Closed: .closed
    case .Cancelled: .cancelled
    case .Internal: .internalFault
    }
  }

  var isCancelled: Bool { self == .Cancelled }
}
