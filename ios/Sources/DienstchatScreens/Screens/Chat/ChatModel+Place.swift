import Dienstchat

// Where the person is in the chat, and what they have seen by that.

extension ChatModel {
  /// What counts as read.
  struct Seen: Equatable {
    let unread: UInt64
    let newest: MessageID?
  }

  func look(_ isLooking: Bool) {
    self.isLooking = isLooking
    // Whoever turns away may not come back.
    if !isLooking { saveDraft(after: nil) }
    readIfSeen()
  }

  func atNewest(_ isThere: Bool) {
    // Until the messages are there, the list says nothing of where the person is.
    guard state.isLoaded else { return }
    if state.isAtNewest != isThere { state.isAtNewest = isThere }
    if isThere {
      if state.unseen > 0 { state.unseen = 0 }
      surroundings.navigator.keep(nil, of: state.id)
    }
    readIfSeen()
  }

  func scrolled(to message: MessageID?) {
    guard state.isLoaded, !state.isAtNewest else { return }
    surroundings.navigator.keep(message, of: state.id)
  }

  /// Counts all as read while somebody looks at the newest message.
  func readIfSeen() {
    guard isLooking, state.isLoaded, state.isAtNewest, state.closed == nil, let chat, let summary,
      summary.unread > 0
    else {
      seen = nil
      return
    }
    let now = Seen(unread: summary.unread, newest: window?.items.last.map { MessageID($0.id) })
    guard now != seen else { return }
    seen = now
    work.begin("read") {
      // Not vital: it is tried again with the next message.
      try? await chat.markRead()
    }
  }
}
