import DienstchatScreens
import SwiftUI

/// An account that cannot be used.
struct ProblemView: View {
  @State private var model: ProblemModel
  let texts: any Texts

  init(model: @autoclosure () -> ProblemModel, texts: any Texts) {
    _model = State(initialValue: model())
    self.texts = texts
  }

  var body: some View {
    ProblemPage(
      symbol: symbol, title: model.state.title, hint: model.state.hint, failure: model.state.failure
    ) {
      if model.state.isRetrying {
        ProgressView(texts.sealedTrying)
      } else {
        ForEach(model.state.actions, id: \.self) { action in button(action) }
      }
    }
    .navigationTitle(model.state.organisation)
    .navigationBarTitleDisplayMode(.inline)
    .following(model)
  }

  @ViewBuilder private func button(_ action: ProblemState.Action) -> some View {
    switch action {
    case .signIn:
      Button(texts.signIn) { model.send(.did(action)) }
        .buttonStyle(.prominent)
    case .retry:
      Button(texts.retry) { model.send(.did(action)) }
        .buttonStyle(.prominent)
    case .signOut:
      Button(texts.sealedSignOutHere, role: .destructive) { model.send(.did(action)) }
    }
  }

  private var symbol: String {
    switch model.state.standing {
    case .sealed(.signInAgain): "person.badge.key"
    case .sealed(.blocked): "hand.raised"
    case .sealed(.noContact): "wifi.slash"
    case .unavailable(.keyMissing): "key.slash"
    case .unavailable(.newerVersion): "arrow.down.app"
    case .unavailable(.locked): "lock"
    case .unavailable(.storage), .unavailable(.damaged): "externaldrive.badge.exclamationmark"
    case .active, nil: "checkmark"
    }
  }
}
