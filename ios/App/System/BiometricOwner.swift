import DienstchatScreens
import LocalAuthentication

/// Asks for a face, a finger, or the device's code.
@MainActor
struct BiometricOwner: DeviceOwner {
  var canBeAsked: Bool {
    LAContext().canEvaluatePolicy(.deviceOwnerAuthentication, error: nil)
  }

  func isThere(reason: String) async -> Bool {
    (try? await LAContext().evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason)) ?? false
  }
}
