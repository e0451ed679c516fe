import Dienstchat

// Older messages: first those that are on this device, then those that the server has.

extension ChatModel {
  /// What older messages are being waited for from.
  enum Asked {
    case device, server
  }

  /// So many more messages are shown each time while the place is looked for.
  static let wider: UInt16 = 500
  /// The core shows no more received messages than these.
  static let most = 10_000

  func showOlder() {
    guard let window, let timeline, asked == nil else { return }
    switch older() {
    case .none, .limit, .loading: return
    case .here, .onServer, .failed: olderFailure = nil
    }
    if window.olderHere {
      asked = .device
      timeline.showOlder(page)
    } else {
      asked = .server
      load(timeline)
    }
    render()
  }

  func windowHasCome(_ window: TimelineWindow) {
    if asked == .device { asked = nil }
    if !window.incomplete { isExhausted = false }
    widen(window)
  }

  /// Shows more until the message is there at which the chat was left, as far as it is on this device.
  private func widen(_ window: TimelineWindow) {
    guard let wanted else { return }
    let isFound = window.items.contains { MessageID($0.id) == wanted }
    if !isFound, window.olderHere, !isFull(window) {
      timeline?.showOlder(Self.wider)
      return
    }
    self.wanted = nil
    if isFound { return }
    // It is gone: the newest message is as good as any.
    state.anchor = nil
    state.isAtNewest = true
    surroundings.navigator.keep(nil, of: state.id)
  }

  func older() -> ChatState.Older {
    guard let window else { return .none }
    guard window.olderHere || (window.incomplete && !isExhausted) else { return .none }
    if isFull(window) { return .limit }
    if asked != nil { return .loading }
    return olderFailure.map { .failed(text: $0) } ?? (window.olderHere ? .here : .onServer)
  }

  private func isFull(_ window: TimelineWindow) -> Bool {
    window.items.count >= Self.most && window.items.count { $0.state == .received } >= Self.most
  }

  private func load(_ timeline: any CoreTimeline) {
    work.begin("older") { [surroundings] in
      do {
        if try await timeline.loadOlder() { timeline.showOlder(self.page) } else { self.isExhausted = true }
      } catch is CancellationError {
        // Asked for again when it comes into view.
      } catch {
        self.olderFailure = Self.olderFailure(error, surroundings.texts)
      }
      self.asked = nil
      self.render()
    }
  }

  static func olderFailure(_ error: any Error, _ texts: any Texts) -> String {
    error as? ChatError == .Offline ? texts.linkOffline : texts.chatOlderFailed
  }
}
