extension LinkError: WordedError, CancellableError {
  var words: Words {
    switch self {
    case .Invalid(let reason): reason.words
    case .NotOnDuty:
      Words(
        "Es gibt keinen Chat zu diesem Dienst, oder du bist nicht in ihm eingeteilt. Frage in deiner Organisation nach.",
        "There is no chat of this duty, or you are not assigned to it. Ask your organisation."
      )
    case .Deleted: .chatDeleted
    case .Removed:
      Words(
        "Du bist nicht mehr in diesem Dienst eingeteilt. Frage in deiner Organisation nach, wenn das nicht stimmt.",
        "You are no longer assigned to this duty. Ask your organisation if that is wrong."
      )
    case .Sealed: .sealed
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

extension InvalidLink {
  var words: Words {
    switch self {
    case .tooLong:
      Words(
        "Der Link ist zu lang, um ein Link zu einem Dienst-Chat zu sein. Kopiere ihn noch einmal.",
        "The link is too long to be one to a duty's chat. Copy it again."
      )
    case .form:
      Words(
        "Das ist kein Link zu einem Dienst-Chat. Kopiere ihn noch einmal vollständig.",
        "This is not a link to a duty's chat. Copy all of it again."
      )
    case .host:
      Words(
        "Dieser Link gehört nicht zu dieser App. Öffne ihn im Browser.",
        "This link does not belong to this app. Open it in the browser."
      )
    case .id:
      Words(
        "Der Link nennt keinen gültigen Dienst. Lass ihn dir noch einmal schicken.",
        "The link names no valid duty. Have it sent to you again."
      )
    }
  }
}
