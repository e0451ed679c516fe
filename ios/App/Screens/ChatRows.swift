import DienstchatScreens
import SwiftUI

/// The day of the messages that follow.
struct DayRow: View {
  let day: String

  var body: some View {
    Text(day)
      .font(.footnote.bold())
      .foregroundStyle(Palette.secondaryText.color)
      .padding(.horizontal, 12)
      .padding(.vertical, 4)
      .background(Palette.raised.color, in: .capsule)
      .padding(.vertical, 12)
      .accessibilityAddTraits(.isHeader)
  }
}

/// What is above the oldest message.
struct OlderRow: View {
  let older: ChatState.Older
  /// The oldest row that is there.
  let oldest: ChatRow.ID?
  let texts: any Texts
  let reached: @MainActor () -> Void

  var body: some View {
    Group {
      switch older {
      case .none:
        if oldest != nil { note(texts.chatBeginning) }
      case .here, .onServer:
        Color.clear
          .frame(height: 1)
          .onAppear(perform: reached)
          // Another one for each page: it appears anew while it is in view, and asks for the next.
          .id(oldest)
          .accessibilityHidden(true)
      case .loading:
        ProgressView()
          .accessibilityLabel(texts.chatLoadingOlder)
      case .limit: note(texts.chatLimit)
      case .failed(let text):
        note(text)
        Button(texts.retry, action: reached)
          .buttonStyle(.quiet)
      }
    }
    .padding(.vertical, 12)
  }

  private func note(_ text: String) -> some View {
    Text(text)
      .font(.footnote)
      .foregroundStyle(Palette.secondaryText.color)
  }
}

/// A message.
struct MessageRow: View {
  let message: ChatMessage
  let offersSendAgain: Bool
  let texts: any Texts
  let send: @MainActor (ChatEvent) -> Void
  let discard: @MainActor () -> Void

  var body: some View {
    HStack(spacing: 0) {
      if message.isOwn { Spacer(minLength: 48) }
      bubble
      if !message.isOwn { Spacer(minLength: 48) }
    }
    .padding(.top, message.isContinued ? 2 : 10)
    .accessibilityElement(children: .ignore)
    .accessibilityLabel(message.spoken)
    .accessibilityActions {
      if message.isCut { Button(texts.chatReadWhole) { send(.askedForWhole(message.id)) } }
      if message.hasFailed {
        if offersSendAgain { Button(texts.chatSendAgain) { send(.sentAgain(message.id)) } }
        Button(texts.chatDiscard, action: discard)
      }
    }
  }

  private var bubble: some View {
    VStack(alignment: .leading, spacing: 4) {
      if !message.isOwn, !message.isContinued { name }
      said
      if message.isCut {
        Button(texts.chatReadWhole) { send(.askedForWhole(message.id)) }
          .buttonStyle(.bare)
          .font(.subheadline.bold())
          .foregroundStyle(textColor)
      }
      HStack(spacing: 6) {
        Text(message.time)
        if let stage = message.stageText { Text(stage) }
      }
      .font(.caption)
      .foregroundStyle(noteColor)
      if message.hasFailed { failed }
    }
    .padding(.horizontal, 12)
    .padding(.vertical, 8)
    .background(
      message.isOwn ? Palette.ownBubble.color : Palette.otherBubble.color, in: .rect(cornerRadius: 16))
  }

  /// All of a long message in one `Text` would hold the screen up, and be too high to be drawn.
  private var said: some View {
    VStack(alignment: .leading, spacing: 0) {
      ForEach(Array(message.pieces.enumerated()), id: \.offset) { piece in
        Text(verbatim: piece.element)
          .italic(isNote)
          .foregroundStyle(isNote ? noteColor : textColor)
      }
    }
    .textSelection(.enabled)
  }

  private var name: some View {
    HStack(spacing: 6) {
      Text(verbatim: message.name).font(.subheadline.bold()).lineLimit(2)
      if let role = message.role { Text(verbatim: role).font(.caption).lineLimit(2) }
    }
    .foregroundStyle(message.isResponsible ? Palette.responsible.color : Palette.onOtherBubble.color)
  }

  private var failed: some View {
    HStack(spacing: 16) {
      if offersSendAgain { Button(texts.chatSendAgain) { send(.sentAgain(message.id)) } }
      Button(texts.chatDiscard, role: .destructive, action: discard)
    }
    .buttonStyle(.bare)
    .font(.subheadline.bold())
    .foregroundStyle(textColor)
  }

  private var isNote: Bool {
    if case .text = message.content { false } else { true }
  }

  private var textColor: Color {
    message.isOwn ? Palette.onOwnBubble.color : Palette.onOtherBubble.color
  }

  private var noteColor: Color {
    message.isOwn ? Palette.ownBubbleNote.color : Palette.otherBubbleNote.color
  }
}
