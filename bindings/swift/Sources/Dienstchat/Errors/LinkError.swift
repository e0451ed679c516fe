extension LinkError: WordedError, CancellableError {
  var words: Words {
    switch self {
    case .Invalid(let reason): reason.words
    case .NotOnDuty:
      Words(
        "Zu diesem Dienst gibt es keinen Chat, oder du bist nicht dafür eingeteilt. Frage in deiner Organisation nach.",
        "There is no chat for this duty, or you are not assigned to it. Ask your organisation."
      )
    case .Deleted: .chatDeleted
    case .Removed:
      Words(
        "Du bist nicht mehr für diesen Dienst eingeteilt. Frage in deiner Organisation nach, wenn das nicht stimmt.",
        "You are no longer assigned to this duty. Ask your organisation if that is not right."
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
        "Für einen Link zu einem Dienst-Chat ist das zu lang. Kopiere den Link noch einmal.",
        "This is too long for a link to a duty's chat. Copy the link again."
      )
    case .form:
      Words(
        "Das ist kein Link zu einem Dienst-Chat. Kopiere den ganzen Link noch einmal.",
        "This is not a link to a duty's chat. Copy the whole link again."
      )
    case .host:
      Words(
        "Dieser Link gehört nicht zu dieser App. Öffne ihn im Browser.",
        "This link does not belong to this app. Open it in the browser."
      )
    case .id:
      Words(
        "Diesen Dienst kann es nicht geben: Der Link ist fehlerhaft. Lass ihn dir noch einmal schicken.",
        "There can be no such duty: the link is wrong. Ask for it to be sent again."
      )
    }
  }
}
