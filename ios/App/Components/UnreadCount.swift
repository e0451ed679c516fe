import DienstchatScreens
import SwiftUI

/// How many messages nobody has read yet.
struct UnreadCount: View {
  let count: Int
  /// On the accent, where its own colours would not be seen.
  var isOnAccent = false

  var body: some View {
    Text(count, format: .number)
      .font(.footnote.bold())
      .monospacedDigit()
      .foregroundStyle((isOnAccent ? Palette.accent : .onBadge).color)
      .padding(.horizontal, 8)
      .padding(.vertical, 2)
      .background((isOnAccent ? Palette.onAccent : .badge).color, in: .capsule)
  }
}
