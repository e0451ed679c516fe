import Dienstchat

// What is being written, and what is on its way.

extension ChatModel {
  /// So long nobody types before the draft is kept.
  static let draftDelay = Duration.milliseconds(500)

  func loadDraft(of chat: any CoreChat) async {
    guard !hasDraft else { return }
    do {
      let draft = try await chat.draft() ?? ""
      // Whoever was faster than the disk goes on after what was there.
      state.composer.text = draft + state.composer.text
      hasDraft = true
    } catch {
      // Then the chat cannot be shown either, and says why.
    }
  }

  func typed(_ text: String) {
    guard text != state.composer.text else { return }
    state.composer.text = text
    render()
    saveDraft(after: Self.draftDelay)
  }

  /// Keeps the draft, also when the screen is gone by then.
  func saveDraft(after delay: Duration?) {
    guard let chat, hasDraft else { return }
    work.begin("draft delay") { [surroundings] in
      if let delay {
        guard (try? await surroundings.pause(delay)) != nil else { return }
      }
      self.save(to: chat)
    }
  }

  func sendDraft() {
    guard let chat, state.composer.canSend else { return }
    let text = state.composer.text
    work.cancel("draft delay")
    // Empty at once, so that a second touch sends nothing twice.
    state.composer.text = ""
    render()
    work.enqueue("sending") {
      do {
        self.state.lastSent = .transaction(try await chat.sendText(text))
      } catch {
        self.state.composer.text = text + self.state.composer.text
        self.say(error)
      }
      self.render()
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

  /// One after the other: what is kept last is what stands there last.
  private func save(to chat: any CoreChat) {
    work.enqueue("draft") {
      do {
        try await chat.setDraft(self.state.composer.text)
      } catch ChatError.ChatDeleted, ChatError.NotAMember, ChatError.Sealed {
        // The chat is closed, and says so.
      } catch {
        self.state.notice = self.surroundings.texts.chatDraftFailed
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
