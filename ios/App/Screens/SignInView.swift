import DienstchatScreens
import SwiftUI

/// Handing over to HiOrg-Server's login.
struct SignInView: View {
  @State private var model: SignInModel
  let texts: any Texts
  @AccessibilityFocusState private var isFailureFocused: Bool

  init(model: @autoclosure () -> SignInModel, texts: any Texts) {
    _model = State(initialValue: model())
    self.texts = texts
  }

  var body: some View {
    ScrollView {
      VStack(alignment: .leading, spacing: 20) {
        switch model.state.stage {
        case .explaining, .signedIn: explanation
        case .inBrowser: waiting(texts.signinInBrowser, hint: texts.signinInBrowserHint)
        case .finishing: waiting(texts.signinFinishing, hint: nil)
        case .failed(let failure, let text): failed(failure, text)
        }
      }
      .padding(20)
      .frame(maxWidth: 600, alignment: .leading)
      .frame(maxWidth: .infinity)
    }
    .background(Palette.background.color)
    .safeAreaInset(edge: .bottom) { buttons }
    .navigationTitle(model.state.title)
    .navigationBarTitleDisplayMode(.inline)
    .onChange(of: model.state.failure) { isFailureFocused = model.state.failure != nil }
    .following(model)
  }

  @ViewBuilder private var explanation: some View {
    Text(texts.signinExplain)
    Text(texts.signinSharedTitle)
      .font(.headline)
      .accessibilityAddTraits(.isHeader)
    Label(texts.signinSharedName, systemImage: "person")
    Label(texts.signinSharedOrganisation, systemImage: "building.2")
    Label(texts.signinSharedId, systemImage: "number")
    Text(texts.signinSharedNot)
      .foregroundStyle(Palette.secondaryText.color)
  }

  private func waiting(_ text: String, hint: String?) -> some View {
    VStack(spacing: 16) {
      ProgressView()
      Text(text).font(.headline)
      if let hint { Text(hint).foregroundStyle(Palette.secondaryText.color) }
    }
    .multilineTextAlignment(.center)
    .frame(maxWidth: .infinity)
    .accessibilityElement(children: .combine)
  }

  private func failed(_ failure: SignInFailure, _ text: String) -> some View {
    Label(text, systemImage: failure == .offline ? "wifi.slash" : "exclamationmark.triangle")
      .foregroundStyle(failure == .cancelled ? Palette.text.color : Palette.failure.color)
      .accessibilityFocused($isFailureFocused)
  }

  @ViewBuilder private var buttons: some View {
    VStack(spacing: 8) {
      switch model.state.stage {
      case .explaining:
        prominent(texts.signinContinue) { model.send(.continued) }
      case .inBrowser, .finishing:
        Button(texts.cancel) { model.send(.cancelled) }
      case .failed(let failure, _):
        if failure.canRetry { prominent(texts.retry) { model.send(.continued) } }
        Button(texts.signinOtherOrganisation) { model.send(.choseOther) }
      case .signedIn: EmptyView()
      }
    }
    .controlSize(.large)
    .padding(16)
    .frame(maxWidth: .infinity)
    .background(.bar)
  }

  private func prominent(_ text: String, _ action: @escaping @MainActor () -> Void) -> some View {
    Button(action: action) {
      Text(text)
        .foregroundStyle(Palette.onAccent.color)
        .frame(maxWidth: .infinity)
    }
    .buttonStyle(.borderedProminent)
  }
}
