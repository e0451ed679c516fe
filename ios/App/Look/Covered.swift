import SwiftUI
import UIKit

extension View {
  /// Puts the app out of reach while something covers it, by touch, by keyboard and by voice: what lies
  /// under a lock does not only have to be out of sight.
  func covered(_ isCovered: Bool) -> some View {
    disabled(isCovered)
      .accessibilityHidden(isCovered)
      .environment(\.isCovered, isCovered)
      .onChange(of: isCovered, initial: true) {
        if isCovered { Keyboard.dismiss() }
      }
  }
}

extension EnvironmentValues {
  /// Whether the app is covered. Dialogues stand above every cover, so they go away while it is.
  var isCovered: Bool {
    get { self[IsCovered.self] }
    set { self[IsCovered.self] = newValue }
  }
}

private struct IsCovered: EnvironmentKey {
  static let defaultValue = false
}

/// The keyboard, which a field that is only disabled may keep.
@MainActor
private enum Keyboard {
  static func dismiss() {
    for case let scene as UIWindowScene in UIApplication.shared.connectedScenes {
      for window in scene.windows { window.endEditing(true) }
    }
  }
}
