import DienstchatScreens
import SwiftUI

/// What covers the app: in the app switcher, and while it is locked.
struct LockView: View {
  let model: LockModel
  let texts: any Texts

  var body: some View {
    VStack(spacing: 24) {
      Image(systemName: "bubble.left.and.bubble.right.fill")
        .font(.largeTitle)
        .foregroundStyle(Palette.accent.color)
        .accessibilityHidden(true)
      if model.state.isLocked {
        Text(texts.settingsLocked)
          .font(.headline)
          .foregroundStyle(Palette.text.color)
        Button(texts.settingsUnlock) { model.send(.unlocked) }
          .buttonStyle(.borderedProminent)
          .controlSize(.large)
          .disabled(model.state.isAsking)
      } else {
        Text(texts.appName)
          .font(.headline)
          .foregroundStyle(Palette.text.color)
      }
    }
    .padding(24)
    .frame(maxWidth: .infinity, maxHeight: .infinity)
    .background(Palette.background.color)
  }
}
