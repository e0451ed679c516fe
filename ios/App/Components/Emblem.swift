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

/// The first picture, until the stored list is there. It says that it waits only when that takes long: what
/// appears for a blink looks like a fault.
struct OpeningView: View {
  let isSlow: Bool
  let texts: any Texts

  var body: some View {
    VStack(spacing: 24) {
      Emblem()
      Text(texts.appName)
        .font(.headline)
        .foregroundStyle(Palette.text.color)
      if isSlow { ProgressView(texts.loading) }
    }
    .padding(24)
    .frame(maxWidth: .infinity, maxHeight: .infinity)
    .background(Palette.background.color)
  }
}
