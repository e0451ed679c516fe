import DienstchatScreens
import SwiftUI

/// A chat.
struct ChatView: View {
  @State private var model: ChatModel
  @State private var position: ChatRow.ID?
  @State private var discarding: MessageID?
  let texts: any Texts
  @Environment(\.scenePhase) private var scenePhase
  @Environment(\.isCovered) private var isCovered
  @Environment(\.accessibilityReduceMotion) private var reduceMotion

  init(model: @autoclosure () -> ChatModel, texts: any Texts) {
    let model = model()
    _model = State(initialValue: model)
    _position = State(initialValue: model.state.anchor.map(ChatRow.ID.message))
    self.texts = texts
  }

  var body: some View {
    content
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
      .onChange(of: scenePhase) { if scenePhase != .active { model.send(.left) } }
      .onDisappear { model.send(.left) }
      .following(model)
  }

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

  private var messages: some View {
    ScrollView {
      LazyVStack(spacing: 0) {
        OlderRow(older: model.state.older, isLoaded: model.state.isLoaded, texts: texts) {
          model.send(.reachedOldest)
        }
        ForEach(model.state.rows) { row in
          switch row {
          case .day(let day, _): DayRow(day: day)
          case .message(let message):
            MessageRow(
              message: message, texts: texts, send: { model.send($0) }, discard: { discarding = message.id })
          }
        }
        // Whether the newest message is in view.
        Color.clear
          .frame(height: 1)
          .onAppear { model.send(.atNewest(true)) }
          .onDisappear { model.send(.atNewest(false)) }
          .accessibilityHidden(true)
      }
      .scrollTargetLayout()
      .padding(.horizontal, 12)
    }
    .scrollPosition(id: $position)
    .defaultScrollAnchor(.bottom)
    .scrollDismissesKeyboard(.interactively)
    .onChange(of: position) {
      if case .message(let message)? = position { model.send(.scrolled(to: message)) }
    }
    .onChange(of: model.state.lastSent) { toNewest() }
    .overlay(alignment: .bottomTrailing) { newest }
    .overlay {
      if model.state.isEmpty {
        ContentUnavailableView(texts.chatEmpty, systemImage: "bubble.left.and.bubble.right")
      }
    }
  }

  @ViewBuilder private var newest: some View {
    if !model.state.isAtNewest {
      Button(texts.chatNewest, systemImage: "arrow.down") { toNewest() }
        .labelStyle(.iconOnly)
        .touchable()
        .foregroundStyle(Palette.accent.color)
        .background(Palette.raised.color, in: .circle)
        .padding(16)
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

  private func toNewest() {
    withAnimation(reduceMotion ? nil : .default) { position = model.state.rows.last?.id }
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
        .touchable()
        .disabled(!canSend)
        .keyboardShortcut(.return, modifiers: .command)
    }
    .padding(.horizontal, 12)
    .padding(.vertical, 6)
    .background(.bar)
  }
}
