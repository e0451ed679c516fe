import Dienstchat

// Older messages: first those that are on this device, then those that the server has.

extension ChatModel {
  func showOlder() {
    guard let window, let timeline, !isLoadingOlder else { return }
    olderFailure = nil
    if window.olderHere {
      timeline.showOlder(page)
    } else if window.incomplete {
      load(timeline)
    }
    render()
  }

  /// Shows more until the message is there at which the chat was left, as far as it is on this device.
  func widenToAnchor() {
    guard let anchor = state.anchor, let window else { return }
    if window.items.contains(where: { MessageID($0.id) == anchor }) { return }
    if window.olderHere {
      timeline?.showOlder(page)
    } else {
      // It is gone: the newest message is as good as any.
      state.anchor = nil
    }
  }

  func older() -> ChatState.Older {
    guard let window, window.olderHere || window.incomplete else { return .none }
    if isLoadingOlder { return .loading }
    return olderFailure.map { .failed(text: $0) } ?? (window.olderHere ? .here : .onServer)
  }

  private func load(_ timeline: any CoreTimeline) {
    isLoadingOlder = true
    work.begin("older") { [surroundings] in
      do {
        if try await timeline.loadOlder() { timeline.showOlder(self.page) }
      } catch is CancellationError {
        // Asked for again when it comes into view.
      } catch {
        self.olderFailure = Self.olderFailure(error, surroundings.texts)
      }
      self.isLoadingOlder = false
      self.render()
    }
  }

  static func olderFailure(_ error: any Error, _ texts: any Texts) -> String {
    error as? ChatError == .Offline ? texts.linkOffline : texts.chatOlderFailed
  }
}
