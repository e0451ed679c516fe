import Foundation

public enum LAPolicy: Sendable { case deviceOwnerAuthentication }

public final class LAContext: NSObject {
  public func canEvaluatePolicy(_ policy: LAPolicy, error: NSErrorPointer) -> Bool { false }
  public func evaluatePolicy(_ policy: LAPolicy, localizedReason: String) async throws -> Bool { false }
  public typealias NSErrorPointer = UnsafeMutablePointer<NSError?>?
}
