extension ClientError: WordedError, CancellableError {
  var words: Words {
    switch self {
    case .InvalidId: .invalidId
    case .Offline: .offline
    case .Sealed: .sealed
    case .NoSuchAccount: .noSuchAccount
    case .UnknownOrganisation: .unknownOrganisation
    case .Server: .server
    case .Store(let reason): reason.words
    case .Closed: .closed
    case .Cancelled: .cancelled
    case .Internal: .internalFault
    }
  }

  var isCancelled: Bool { self == .Cancelled }
}
