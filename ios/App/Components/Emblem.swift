import DienstchatScreens
import SwiftUI

/// The app's sign.
struct Emblem: View {
  var body: some View {
    Image(systemName: "bubble.left.and.bubble.right.fill")
      .font(.largeTitle)
      .foregroundStyle(Palette.accent.color)
      .accessibilityHidden(true)
  }
}

/// A page on which nothing of anybody's can be seen: the app's sign and a few words.
struct EmblemPage<Below: View>: View {
  let title: String
  @ViewBuilder let below: Below

  var body: some View {
    VStack(spacing: 24) {
      Emblem()
      Text(title)
        .font(.headline)
        .foregroundStyle(Palette.text.color)
      below
    }
    .padding(24)
    .frame(maxWidth: .infinity, maxHeight: .infinity)
    .background(Palette.background.color)
  }
}
