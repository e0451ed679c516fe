/// The colours of the app, light and dark: the one place that they stand in. The views make colours of
/// the system of them, the tests measure their contrast.
public enum Palette: String, CaseIterable, Sendable {
  case background, surface, raised
  case text, secondaryText
  case accent, onAccent
  case ownBubble, onOwnBubble, ownBubbleNote
  case otherBubble, onOtherBubble, otherBubbleNote
  case responsible
  case warning, onWarning
  case failure, onFailure
  /// Under a label that the system draws white, light or dark.
  case failureFill, systemWhite
  case badge, onBadge

  /// Red, green and blue, a byte each.
  public struct Value: Equatable, Sendable {
    public let light: UInt32
    public let dark: UInt32
  }

  public var value: Value {
    switch self {
    case .background: Value(light: 0xF6F8F9, dark: 0x0F1517)
    case .surface: Value(light: 0xFFFFFF, dark: 0x182023)
    case .raised: Value(light: 0xE6EDEF, dark: 0x242E32)
    case .text: Value(light: 0x172023, dark: 0xE7EEF0)
    case .secondaryText: Value(light: 0x4A595E, dark: 0xAEBDC2)
    case .accent: Value(light: 0x0B6272, dark: 0x7FD3E3)
    case .onAccent: Value(light: 0xFFFFFF, dark: 0x00363F)
    case .ownBubble: Value(light: 0x0B6272, dark: 0x0F4E5B)
    case .onOwnBubble: Value(light: 0xFFFFFF, dark: 0xEAF9FC)
    case .ownBubbleNote: Value(light: 0xDDF1F5, dark: 0xC4E6ED)
    case .otherBubble: Value(light: 0xFFFFFF, dark: 0x242E32)
    case .onOtherBubble: Value(light: 0x172023, dark: 0xE7EEF0)
    case .otherBubbleNote: Value(light: 0x4A595E, dark: 0xAEBDC2)
    case .responsible: Value(light: 0x7A3E00, dark: 0xF5BE7A)
    case .warning: Value(light: 0xFFE9B8, dark: 0x4A3600)
    case .onWarning: Value(light: 0x3F2D00, dark: 0xFFE3A6)
    case .failure: Value(light: 0xA3201D, dark: 0xFFB4AB)
    case .onFailure: Value(light: 0xFFFFFF, dark: 0x5C0B08)
    case .failureFill: Value(light: 0xA3201D, dark: 0xA3201D)
    case .systemWhite: Value(light: 0xFFFFFF, dark: 0xFFFFFF)
    case .badge: Value(light: 0x0B6272, dark: 0x7FD3E3)
    case .onBadge: Value(light: 0xFFFFFF, dark: 0x00363F)
    }
  }

  /// What stands on what.
  public static let pairs: [(on: Palette, over: Palette)] = [
    (.text, .background), (.text, .surface), (.text, .raised),
    (.secondaryText, .background), (.secondaryText, .surface), (.secondaryText, .raised),
    (.accent, .background), (.accent, .surface), (.accent, .raised), (.onAccent, .accent),
    (.onOwnBubble, .ownBubble), (.ownBubbleNote, .ownBubble),
    (.onOtherBubble, .otherBubble), (.otherBubbleNote, .otherBubble), (.responsible, .otherBubble),
    (.responsible, .surface), (.onWarning, .warning),
    (.failure, .background), (.failure, .surface), (.failure, .raised), (.failure, .otherBubble),
    (.onFailure, .failure), (.systemWhite, .failureFill), (.onBadge, .badge),
  ]
}
