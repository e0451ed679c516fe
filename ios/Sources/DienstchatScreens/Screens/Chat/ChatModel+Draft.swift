import Dienstchat

// What is being written, and how it is kept.

extension ChatModel {
  /// So long nobody types before the draft is kept.
  static let draftDelay = Duration.milliseconds(500)

  /// Reads what was kept, unless that has been done.
  func loadDraft(of chat: any CoreChat) async {
    guard kept == nil else { return }
    do {
      let draft = try await chat.draft() ?? ""
      // Another call may have been faster.
      guard kept == nil else { return }
      kept = draft
      draftNotices = []
      // Whoever was faster than the disk goes on after what was there.
      if !draft.isEmpty { write(draft + state.composer.text) }
    } catch {
      tellOfDraft(error, surroundings.texts.chatDraftLost)
    }
  }

  func typed(_ text: String) {
    guard text != state.composer.text else { return }
    write(text)
    saveDraft(after: Self.draftDelay)
  }

  /// Puts this into the composer, and touches nothing else.
  func write(_ text: String) {
    var composer = state.composer
    composer.text = text
    composer.canSend = canSend(composer)
    state.composer = composer
  }

  func canSend(_ composer: ChatState.Composer) -> Bool {
    composer.isOpen && !Foreign.line(composer.text).isEmpty
  }

  /// Keeps the draft, also when the screen is gone by then.
  func saveDraft(after delay: Duration?) {
    guard let chat else { return }
    work.begin("draft delay") { [surroundings] in
      if let delay {
        guard (try? await surroundings.pause(delay)) != nil else { return }
      }
      self.save(to: chat)
    }
  }

  /// One after the other: what is kept last is what stands there last.
  func save(to chat: any CoreChat) {
    work.enqueue("draft") {
      // What was kept before must not be lost: it is put in front first.
      await self.loadDraft(of: chat)
      let text = self.state.composer.text
      guard text != self.kept ?? "" else { return }
      guard self.kept != nil else { return self.tellOnce(self.surroundings.texts.chatDraftFailed) }
      do {
        try await chat.setDraft(text)
        self.kept = text
        self.draftNotices = []
      } catch {
        self.tellOfDraft(error, self.surroundings.texts.chatDraftFailed)
      }
    }
  }

  private func tellOfDraft(_ error: any Error, _ notice: String) {
    switch error {
    case ChatError.TextTooLong: tellOnce(surroundings.texts.chatTooLong)
    // The chat is closed, and says so.
    case ChatError.ChatDeleted, ChatError.NotAMember, ChatError.Sealed, is CancellationError: break
    default: tellOnce(notice)
    }
  }

  /// Not with every key: once, until it goes well again.
  private func tellOnce(_ notice: String) {
    if draftNotices.insert(notice).inserted { state.notice = notice }
  }
}
