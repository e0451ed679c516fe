import DienstchatScreens
import SwiftUI

/// The messages, the newest at the bottom.
///
/// It is compared by what it shows, so that a long chat is not looked through with every key.
struct MessageList: View, Equatable {
  let state: ChatState
  let texts: any Texts
  let send: @MainActor (ChatEvent) -> Void
  let discard: @MainActor (MessageID) -> Void
  @State private var position: ChatRow.ID?
  @Environment(\.accessibilityReduceMotion) private var reduceMotion

  init(
    state: ChatState, texts: any Texts, send: @escaping @MainActor (ChatEvent) -> Void,
    discard: @escaping @MainActor (MessageID) -> Void
  ) {
    self.state = state
    self.texts = texts
    self.send = send
    self.discard = discard
    _position = State(initialValue: state.anchor.map(ChatRow.ID.message))
  }

  nonisolated static func == (one: Self, other: Self) -> Bool {
    one.state.looksLike(other.state)
  }

  var body: some View {
    ScrollView {
      LazyVStack(spacing: 0) {
        OlderRow(older: state.older, oldest: state.rows.first?.id, texts: texts) { send(.reachedOldest) }
        ForEach(state.rows) { row in
          switch row {
          case .day(let day, _): DayRow(day: day)
          case .message(let message):
            MessageRow(
              message: message, offersSendAgain: state.offersSendAgain(message), texts: texts, send: send,
              discard: { discard(message.id) })
          }
        }
        // Whether the newest message is in view.
        Color.clear
          .frame(height: 1)
          .onAppear { send(.atNewest(true)) }
          .onDisappear { send(.atNewest(false)) }
          .accessibilityHidden(true)
      }
      .scrollTargetLayout()
      .padding(.horizontal, 12)
    }
    .scrollPosition(id: $position)
    .defaultScrollAnchor(.bottom)
    .scrollDismissesKeyboard(.interactively)
    .onChange(of: position) {
      if case .message(let message)? = position { send(.scrolled(to: message)) }
    }
    .onChange(of: state.lastSentRow) {
      // Whoever says something wants to see it there.
      if state.lastSentRow != nil { toNewest() }
    }
    .onChange(of: state.rows.last?.id) {
      if state.isAtNewest { toNewest() }
    }
    .overlay(alignment: .bottomTrailing) { newest }
    .overlay {
      if state.isEmpty {
        ContentUnavailableView(texts.chatEmpty, systemImage: "bubble.left.and.bubble.right")
      }
    }
  }

  @ViewBuilder private var newest: some View {
    if !state.isAtNewest {
      Button(action: toNewest) {
        HStack(spacing: 6) {
          if state.unseen > 0 { Text(state.unseen, format: .number).font(.subheadline.bold()) }
          Image(systemName: "arrow.down")
        }
        .padding(.horizontal, 12)
      }
      .buttonStyle(.bare)
      .foregroundStyle(Palette.accent.color)
      .background(Palette.raised.color, in: .capsule)
      .padding(16)
      .accessibilityLabel(newestLabel)
    }
  }

  private var newestLabel: String {
    let come = state.unseen > 0 ? texts.chatNewMessages(count: state.unseen) : nil
    return [texts.chatNewest, come].compactMap(\.self).joined(separator: ", ")
  }

  private func toNewest() {
    withAnimation(reduceMotion ? nil : .default) { position = state.rows.last?.id }
  }
}
