extension SignOutAfterError: WordedError {
  var words: Words {
    switch self {
    case .InvalidId: .invalidId
    case .NoSuchAccount: .noSuchAccount
    case .UnknownDuty:
      Words(
        "Zu diesem Dienst gibt es hier keinen Chat mit dir. Wähle einen anderen Dienst.",
        "There is no chat with you for this duty here. Choose another duty."
      )
    case .DutyOver:
      Words(
        "Dieser Dienst ist schon vorbei. Wähle einen anderen, oder melde dich jetzt ab.",
        "This duty is over already. Choose another one, or sign out now."
      )
    case .Sealed: .sealed
    case .Store(let reason): reason.words
    case .Closed: .closed
    case .Internal: .internalFault
    }
  }
}
