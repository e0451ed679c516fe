import DienstchatScreens
import SwiftUI

/// A chat.
struct ChatView: View {
  @State private var model: ChatModel
  /// Whether no other screen is above this one.
  @State private var isHere = false
  @State private var discarding: MessageID?
  let texts: any Texts
  @Environment(\.scenePhase) private var scenePhase
  @Environment(\.isCovered) private var isCovered

  init(model: @autoclosure () -> ChatModel, texts: any Texts) {
    _model = State(initialValue: model())
    self.texts = texts
  }

  var body: some View {
    // Around its branches, each of which would otherwise come, go and follow for itself.
    ZStack { content }
      .background(Palette.background.color)
      .navigationTitle(model.state.title)
      .navigationBarTitleDisplayMode(.inline)
      .toolbar {
        ToolbarItem(placement: .topBarTrailing) {
          Button(texts.chatDetails, systemImage: "info.circle") { model.send(.openedDetails) }
        }
      }
      .alert(
        model.state.notice ?? "",
        isPresented: Binding(
          showing: { [isCovered] in model.state.notice != nil && !isCovered },
          { [isCovered] in if !$0, !isCovered { model.send(.noticeRead) } })
      ) {
        Button(texts.close) {}
      }
      .confirmationDialog(
        texts.chatDiscardQuestion,
        isPresented: Binding(
          showing: { [isCovered] in discarding != nil && !isCovered },
          { [isCovered] in if !$0, !isCovered { discarding = nil } }),
        titleVisibility: .visible, presenting: discarding
      ) { message in
        Button(texts.chatDiscard, role: .destructive) { model.send(.discarded(message)) }
        Button(texts.cancel, role: .cancel) {}
      }
      .onAppear { isHere = true }
      .onChange(of: isSeen, initial: true) { model.send(.looking(isSeen)) }
      .onDisappear {
        isHere = false
        model.send(.looking(false))
      }
      .following(model)
  }

  private var isSeen: Bool { isHere && scenePhase == .active && !isCovered }

  @ViewBuilder private var content: some View {
    if let closed = model.state.closed {
      ProblemPage(symbol: "lock", title: closed.title, hint: closed.hint) {
        switch closed.reason {
        case .accountSealed:
          Button(texts.dutiesWhatToDo) { model.send(.openedProblem) }
            .buttonStyle(.prominent)
        case .storage, .notFound, .internalError:
          Button(texts.retry) { model.send(.retried) }
            .buttonStyle(.prominent)
        case .deleted, .sealed, .notAMember: EmptyView()
        }
      }
    } else {
      messages
        .safeAreaInset(edge: .top, spacing: 0) { strips }
        .safeAreaInset(edge: .bottom, spacing: 0) { composer }
    }
  }

  @ViewBuilder private var strips: some View {
    VStack(spacing: 0) {
      if let banner = model.state.banner { Strip(text: banner, symbol: "book.closed") }
      if model.state.isOffline { Strip(text: texts.offline, symbol: "wifi.slash") }
    }
  }

  @ViewBuilder private var messages: some View {
    if model.state.isLoaded {
      MessageList(
        state: model.state, texts: texts, send: { model.send($0) }, discard: { discarding = $0 }
      )
      .equatable()
    } else {
      // An empty list would not know any more where it was left.
      Color.clear.frame(maxWidth: .infinity, maxHeight: .infinity)
    }
  }

  @ViewBuilder private var composer: some View {
    if model.state.composer.isOpen {
      Composer(
        text: Binding(showing: { model.state.composer.text }, { model.send(.typed($0)) }),
        canSend: model.state.composer.canSend, texts: texts
      ) {
        model.send(.sent)
      }
    }
  }
}

/// Where a message is written.
private struct Composer: View {
  @Binding var text: String
  let canSend: Bool
  let texts: any Texts
  let send: @MainActor () -> Void

  var body: some View {
    HStack(alignment: .bottom, spacing: 8) {
      TextField(texts.chatComposer, text: $text, axis: .vertical)
        .lineLimit(1...6)
        .padding(.horizontal, 14)
        .padding(.vertical, 10)
        .foregroundStyle(Palette.text.color)
        .background(Palette.surface.color, in: .rect(cornerRadius: 20))
      Button(texts.chatSend, systemImage: "paperplane.fill", action: send)
        .labelStyle(.iconOnly)
        .buttonStyle(.bare)
        .foregroundStyle(Palette.accent.color)
        .disabled(!canSend)
        .keyboardShortcut(.return, modifiers: .command)
    }
    .padding(.horizontal, 12)
    .padding(.vertical, 6)
    .background(Palette.raised.color)
  }
}
