import DienstchatScreens
import SwiftUI

/// What covers the app: in the app switcher, and while it is locked.
struct LockView: View {
  let model: LockModel
  let texts: any Texts

  var body: some View {
    VStack(spacing: 24) {
      Emblem()
      if model.state.isLocked {
        Text(texts.settingsLocked)
          .font(.headline)
          .foregroundStyle(Palette.text.color)
        Button(texts.settingsUnlock) { model.send(.unlocked) }
          .buttonStyle(.prominent)
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
