import DienstchatScreens
import SwiftUI

/// What covers the app: in the app switcher, and while it is locked.
struct LockView: View {
  let model: LockModel
  let texts: any Texts

  var body: some View {
    EmblemPage(title: model.state.isLocked ? texts.settingsLocked : texts.appName) {
      if model.state.isLocked {
        Button(texts.settingsUnlock) { model.send(.unlocked) }
          .buttonStyle(.prominent)
          .disabled(model.state.isAsking)
      }
    }
  }
}
