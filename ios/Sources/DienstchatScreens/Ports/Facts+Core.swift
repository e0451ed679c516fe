import Dienstchat

// The values of the core as the screens' own.

extension DutyID {
  init(_ summary: ChatSummary) {
    self.init(account: summary.account, duty: summary.dutyId)
  }
}

extension DutyStanding {
  init(_ state: DutyState) {
    switch state {
    case .planned: self = .planned
    case .cancelled: self = .cancelled
    case .chatOff: self = .chatOff
    }
  }
}

extension ChatPhase {
  init(_ phase: Phase) {
    switch phase {
    case .active: self = .active
    case .readOnly: self = .readOnly
    case .deleted: self = .deleted
    }
  }
}

extension ChatSealed {
  init(_ seal: ChatSeal) {
    switch seal {
    case .removed: self = .removed
    case .notListed: self = .notListed
    }
  }
}

extension AccountStanding {
  init(_ state: AccountState) {
    switch state {
    case .active: self = .active
    case .sealed(let reason): self = .sealed(AccountSealed(reason))
    case .unavailable(let reason): self = .unavailable(AccountUnavailable(reason))
    }
  }
}

extension AccountSealed {
  init(_ reason: SealReason) {
    switch reason {
    case .signInAgain: self = .signInAgain
    case .blocked: self = .blocked
    case .noContact: self = .noContact
    }
  }
}

extension AccountUnavailable {
  init(_ reason: Unavailable) {
    switch reason {
    case .damaged: self = .damaged
    case .keyMissing: self = .keyMissing
    case .newerVersion: self = .newerVersion
    case .locked: self = .locked
    case .storage: self = .storage
    }
  }
}

extension MessageContent {
  init(_ content: Content) {
    switch content {
    case .text(let text): self = .text(text)
    case .waiting(let reason): self = .waiting(MessageWaiting(reason))
    case .deleted: self = .deleted
    case .unsupported: self = .unsupported
    }
  }
}

extension MessageWaiting {
  init(_ reason: WaitReason) {
    switch reason {
    case .beforeDevice: self = .beforeDevice
    case .keyMissing: self = .keyMissing
    case .withheld: self = .withheld
    case .refused: self = .refused
    }
  }
}

extension MessageStage {
  init(_ state: ItemState) {
    switch state {
    case .received: self = .received
    case .sent: self = .sent
    case .queued: self = .queued
    case .sending: self = .sending
    case .failed(let reason): self = .failed(SendProblem(reason))
    }
  }
}

extension SendProblem {
  init(_ failure: SendFailure) {
    switch failure {
    case .readOnly: self = .readOnly
    case .notAMember: self = .notAMember
    case .tooLarge: self = .tooLarge
    case .refused: self = .refused
    }
  }
}

extension MessageID {
  init(_ id: ItemId) {
    switch id {
    case .event(let eventId): self = .event(eventId)
    case .transaction(let transactionId): self = .transaction(transactionId)
    }
  }
}
