import Dienstchat
import Foundation

extension StartFailure {
  init(_ error: any Error, _ texts: any Texts) {
    title = texts.sealedStartFailed
    switch error {
    case is Configuration.Incomplete, OpenError.InvalidConnector, OpenError.InvalidAppHost,
      OpenError.InvalidIssuers:
      hint = texts.sealedStartUnconfiguredHint
      canRetry = false
    // The system's own come from making the folder.
    case OpenError.DataFolder, is CocoaError:
      hint = texts.sealedStartFailedHint
      canRetry = true
    default:
      hint = texts.internalError
      canRetry = true
    }
  }
}
