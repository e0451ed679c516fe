extension ChatError: WordedError, CancellableError {
  var words: Words {
    switch self {
    case .InvalidId: .invalidId
    case .NotFound:
      Words(
        "Diesen Chat gibt es auf diesem Gerät nicht. Öffne den Link zum Dienst noch einmal.",
        "This chat is not on this device. Open the link to the duty again."
      )
    case .ReadOnly:
      Words(
        "In diesem Chat kannst du nur noch lesen, weil der Dienst vorbei oder abgesagt ist.",
        "You can only read this chat now, because the duty is over or was cancelled."
      )
    case .ChatDeleted: .chatDeleted
    case .NotAMember:
      Words(
        "Du bist nicht für diesen Dienst eingeteilt. Frage in deiner Organisation nach, wenn das nicht stimmt.",
        "You are not assigned to this duty. Ask your organisation if that is not right."
      )
    case .Sealed: .sealed
    case .TextEmpty:
      Words("Die Nachricht ist leer. Schreibe etwas.", "The message is empty. Write something.")
    case .TextTooLong:
      Words(
        "Die Nachricht ist zu lang. Teile sie auf mehrere Nachrichten auf.",
        "The message is too long. Split it into several messages."
      )
    case .NotQueued:
      Words(
        "Die Nachricht wartet nicht mehr: Sie ist schon unterwegs oder wurde verschickt.",
        "The message is no longer waiting: it is on its way or has been sent."
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
