import Dienstchat

extension ChatClosed {
  init(_ reason: Reason, _ texts: any Texts, organisation: String) {
    self.reason = reason
    switch reason {
    case .deleted:
      title = texts.chatGone
      hint = texts.chatGoneHint
    case .sealed(let sealed):
      title = sealed.titleText(texts)
      hint = sealed.hintText(texts)
    case .notAMember:
      title = texts.sealedRemoved
      hint = texts.sealedRemovedHint
    case .accountSealed:
      title = texts.linkSealed
      hint = nil
    case .notFound:
      title = texts.endedMissing
      hint = texts.endedMissingHint
    case .storage(let unavailable):
      title = unavailable.titleText(texts)
      hint = unavailable.hintText(texts, organisation: organisation)
    case .internalError:
      title = texts.internalError
      hint = nil
    }
  }
}

extension ChatClosed.Reason {
  /// Nil when the chat can be shown all the same.
  init?(_ error: any Error) {
    switch error {
    case let error as ChatError:
      switch error {
      case .ChatDeleted: self = .deleted
      case .NotAMember: self = .notAMember
      case .Sealed: self = .accountSealed
      case .NotFound, .InvalidId: self = .notFound
      case .Store(let reason): self = .storage(AccountUnavailable(reason))
      case .Closed, .Internal: self = .internalError
      case .ReadOnly, .TextEmpty, .TextTooLong, .NotQueued, .Offline, .Server, .Cancelled: return nil
      }
    case let error as ClientError:
      switch error {
      case .Sealed: self = .accountSealed
      case .NoSuchAccount, .InvalidId, .UnknownOrganisation: self = .notFound
      case .Store(let reason): self = .storage(AccountUnavailable(reason))
      case .Closed, .Internal, .Offline, .Server: self = .internalError
      case .Cancelled: return nil
      }
    case is CancellationError: return nil
    default: self = .internalError
    }
  }
}
