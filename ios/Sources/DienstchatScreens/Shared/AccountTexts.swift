// What is said of an account that cannot be used: in short, and with what to do.

extension AccountUnavailable {
  func titleText(_ texts: any Texts) -> String {
    switch self {
    case .damaged: texts.sealedDamaged
    case .keyMissing: texts.sealedKeyLost
    case .newerVersion: texts.sealedUpdate
    case .locked: texts.sealedLocked
    case .storage: texts.sealedStorage
    }
  }

  func hintText(_ texts: any Texts, organisation: String) -> String {
    switch self {
    case .damaged: texts.sealedDamagedHint(organisation: organisation)
    case .keyMissing: texts.sealedKeyLostHint
    case .newerVersion: texts.sealedUpdateHint
    case .locked: texts.sealedLockedHint
    case .storage: texts.sealedStorageHint
    }
  }
}

extension AccountSealed {
  func titleText(_ texts: any Texts) -> String {
    switch self {
    case .signInAgain: texts.sealedSignInAgain
    case .blocked: texts.sealedBlocked
    case .noContact: texts.sealedNoContact
    }
  }

  func hintText(_ texts: any Texts, organisation: String) -> String {
    switch self {
    case .signInAgain: texts.sealedSignInAgainHint(organisation: organisation)
    case .blocked: texts.sealedBlockedHint(organisation: organisation)
    case .noContact: texts.sealedNoContactHint(organisation: organisation)
    }
  }
}

extension AccountStanding {
  /// One line for a list; nil when nothing is wrong.
  func notice(_ texts: any Texts, organisation: String) -> String? {
    switch self {
    case .active: nil
    case .sealed(.signInAgain): texts.dutiesAccountSignIn(organisation: organisation)
    case .sealed(.blocked): texts.dutiesAccountBlocked(organisation: organisation)
    case .sealed(.noContact): texts.dutiesAccountNoContact(organisation: organisation)
    case .unavailable: texts.dutiesAccountUnavailable(organisation: organisation)
    }
  }
}

extension ChatSealed {
  func titleText(_ texts: any Texts) -> String {
    switch self {
    case .removed: texts.sealedRemoved
    case .notListed: texts.sealedNotListed
    }
  }

  func hintText(_ texts: any Texts) -> String {
    switch self {
    case .removed: texts.sealedRemovedHint
    case .notListed: texts.sealedNotListedHint
    }
  }
}

extension MessageContent {
  /// In a message's place when there is no text; nil when there is.
  func note(_ texts: any Texts) -> String? {
    switch self {
    case .text: nil
    case .waiting(.beforeDevice): texts.chatWaitingBeforeDevice
    case .waiting(.keyMissing): texts.chatWaitingKey
    case .waiting(.withheld): texts.chatWaitingWithheld
    case .waiting(.refused): texts.chatWaitingRefused
    case .deleted: texts.chatDeleted
    case .unsupported: texts.chatUnsupported
    }
  }
}
