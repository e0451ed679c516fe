import DienstchatScreens
import SwiftUI

/// One of several, of which one holds.
struct Choosable: ButtonStyle {
  let isChosen: Bool

  func makeBody(configuration: ButtonStyleConfiguration) -> some View {
    configuration.label
      .font(.subheadline.bold())
      .lineLimit(1)
      .foregroundStyle((isChosen ? Palette.onAccent : .accent).color)
      .padding(.horizontal, 14)
      .padding(.vertical, 8)
      .background((isChosen ? Palette.accent : .raised).color, in: .capsule)
      .touchable()
      .opacity(configuration.isPressed ? 0.8 : 1)
  }
}

extension ButtonStyle where Self == Choosable {
  static func choosable(isChosen: Bool) -> Choosable { Choosable(isChosen: isChosen) }
}
