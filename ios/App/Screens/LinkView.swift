import DienstchatScreens
import SwiftUI

/// A link to a duty's chat: on its way, or why it leads to none.
struct LinkView: View {
  @State private var model: LinkModel
  let texts: any Texts

  init(model: @autoclosure () -> LinkModel, texts: any Texts) {
    _model = State(initialValue: model())
    self.texts = texts
  }

  var body: some View {
    // Not a group, which would give what follows to each of its branches.
    ZStack {
      switch model.state.stage {
      case .opening, .opened:
        ProgressView(model.state.title)
          .frame(maxWidth: .infinity, maxHeight: .infinity)
          .background(Palette.background.color)
      case .stopped(let stop):
        ProblemPage(symbol: symbol(stop), title: model.state.title, hint: model.state.hint) {
          actions(stop)
        }
      }
    }
    .navigationBarBackButtonHidden()
    .toolbar {
      ToolbarItem(placement: .cancellationAction) {
        Button(texts.close) { model.send(.closed) }
      }
    }
    // The same link may be followed again while this is its screen.
    .task(id: model.attempt) { await model.follow() }
  }

  @ViewBuilder private func actions(_ stop: LinkState.Stop) -> some View {
    if case .signIn = stop {
      Button(texts.signIn) { model.send(.signedIn) }
        .buttonStyle(.prominent)
    } else if model.state.canAskWhatToDo {
      Button(texts.dutiesWhatToDo) { model.send(.askedWhatToDo) }
        .buttonStyle(.prominent)
      if stop.canRetry { Button(texts.retry) { model.send(.retried) } }
    } else if stop.canRetry {
      Button(texts.retry) { model.send(.retried) }
        .buttonStyle(.prominent)
    }
    Button(model.state.hasAccounts ? texts.toDuties : texts.back) { model.send(.closed) }
  }

  private func symbol(_ stop: LinkState.Stop) -> String {
    switch stop {
    case .signIn: "person.badge.key"
    case .notOnDuty, .removed: "person.slash"
    case .deleted: "trash"
    case .invalid: "link"
    case .sealed, .storage: "lock"
    case .offline: "wifi.slash"
    case .server, .cancelled, .internalError: "exclamationmark.triangle"
    }
  }
}
