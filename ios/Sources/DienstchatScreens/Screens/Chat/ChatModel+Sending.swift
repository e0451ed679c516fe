import Dienstchat

// What is on its way.

extension ChatModel {
  func sendDraft() {
    guard let chat, state.composer.canSend else { return }
    let text = state.composer.text
    work.cancel("draft delay")
    // Empty at once, so that a second touch sends nothing twice.
    write("")
    work.enqueue("sending") {
      do {
        self.state.lastSent = .transaction(try await chat.sendText(text))
      } catch {
        self.write(text + self.state.composer.text)
        self.say(error)
      }
      self.save(to: chat)
    }
  }

  func sendAgain(_ message: MessageID) {
    change(message) { try await $0.retry(transactionId: $1) }
  }

  func discard(_ message: MessageID) {
    change(message) { try await $0.discard(transactionId: $1) }
  }

  private func change(
    _ message: MessageID, _ call: @escaping @MainActor (any CoreChat, String) async throws -> Void
  ) {
    guard let chat, case .transaction(let transaction) = message else { return }
    work.enqueue("sending") {
      do {
        try await call(chat, transaction)
      } catch ChatError.NotQueued {
        // It went out, or away, in the meantime; the list says so.
      } catch {
        self.say(error)
      }
    }
  }

  private func say(_ error: any Error) {
    state.notice = Self.notice(error, surroundings.texts)
  }

  static func notice(_ error: any Error, _ texts: any Texts) -> String {
    switch error as? ChatError {
    case .TextTooLong: texts.chatTooLong
    case .ReadOnly: texts.chatFailedReadOnly
    case .NotAMember: texts.chatFailedNotAMember
    case .ChatDeleted: texts.chatGone
    case .Sealed: texts.linkSealed
    case .Store(let reason): AccountUnavailable(reason).titleText(texts)
    case .Closed, .Internal, nil: texts.internalError
    default: texts.chatServer
    }
  }
}
