import DienstchatScreens
import SwiftUI

extension Palette {
  /// The colour, light or dark as the window is.
  var color: Color {
    Color(
      uiColor: UIColor { [value] traits in
        UIColor(value: traits.userInterfaceStyle == .dark ? value.dark : value.light)
      })
  }
}

extension UIColor {
  /// Red, green and blue, a byte each.
  fileprivate convenience init(value: UInt32) {
    func part(_ shift: UInt32) -> CGFloat { CGFloat((value >> shift) & 0xFF) / 255 }
    self.init(red: part(16), green: part(8), blue: part(0), alpha: 1)
  }
}

extension Preferences.Appearance {
  /// Nil: as the device.
  var colorScheme: ColorScheme? {
    switch self {
    case .system: nil
    case .light: .light
    case .dark: .dark
    }
  }
}
