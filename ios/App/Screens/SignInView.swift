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
        case .explaining: explanation
        case .inBrowser: waiting(texts.signinInBrowser, hint: texts.signinInBrowserHint)
        case .finishing, .signedIn: waiting(texts.signinFinishing, hint: nil)
        case .failed(let failure, let said): failed(failure, said)
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
    .navigationBarBackButtonHidden(model.state.isSignedIn)
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

  @ViewBuilder private func failed(_ failure: SignInFailure, _ said: SignInSaid) -> some View {
    Label(said.title, systemImage: symbol(failure))
      .font(.headline)
      .foregroundStyle(isFault(failure) ? Palette.failure.color : Palette.text.color)
      .accessibilityFocused($isFailureFocused)
    Text(said.hint)
      .foregroundStyle(Palette.text.color)
  }

  private func isFault(_ failure: SignInFailure) -> Bool {
    failure != .cancelled && failure != .already
  }

  private func symbol(_ failure: SignInFailure) -> String {
    switch failure {
    case .offline: "wifi.slash"
    case .storage(.locked), .storage(.keyMissing): "key.slash"
    case .storage(.newerVersion): "arrow.down.app"
    case .already, .cancelled: "info.circle"
    default: "exclamationmark.triangle"
    }
  }

  @ViewBuilder private var buttons: some View {
    VStack(spacing: 8) {
      switch model.state.stage {
      case .explaining:
        wide(texts.signinContinue) { model.send(.continued) }
          .buttonStyle(.prominent)
      case .inBrowser, .finishing:
        wide(texts.cancel) { model.send(.cancelled) }
      case .failed(let failure, _):
        if let best = failure.remedies.first {
          wide(label(best)) { model.send(.did(best)) }
            .buttonStyle(.prominent)
        }
        ForEach(failure.remedies.dropFirst(), id: \.self) { remedy in
          wide(label(remedy)) { model.send(.did(remedy)) }
        }
      case .signedIn: EmptyView()
      }
    }
    .buttonStyle(.quiet)
    .padding(16)
    .frame(maxWidth: .infinity)
    .background(Palette.raised.color)
  }

  private func label(_ remedy: SignInRemedy) -> String {
    switch remedy {
    case .retry: texts.retry
    case .otherOrganisation: texts.signinOtherOrganisation
    case .toDuties: texts.toDuties
    case .settings: texts.settings
    }
  }

  private func wide(_ text: String, _ action: @escaping @MainActor () -> Void) -> some View {
    Button(action: action) {
      Text(text).frame(maxWidth: .infinity)
    }
  }
}
