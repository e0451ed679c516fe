import Dienstchat
import Foundation
import Observation

/// A chat: what is said in it, and what is being written.
///
/// What happens to its messages is in `ChatModel+Sending.swift`, older ones are in
/// `ChatModel+Older.swift`.
@MainActor
@Observable
public final class ChatModel: Screen {
  public internal(set) var state: ChatState

  @ObservationIgnored let surroundings: Surroundings
  @ObservationIgnored let work = Work()
  /// So many messages are shown at first, and so many more each time.
  @ObservationIgnored var page: UInt16
  @ObservationIgnored var chat: (any CoreChat)?
  @ObservationIgnored var timeline: (any CoreTimeline)?
  @ObservationIgnored var window: TimelineWindow?
  @ObservationIgnored var isLoadingOlder = false
  @ObservationIgnored var olderFailure: String?
  /// Whether the draft is that of the core, to which the person's words are added.
  @ObservationIgnored var hasDraft = false
  @ObservationIgnored private var summary: ChatSummary?
  @ObservationIgnored private var responsible: Set<String> = []
  @ObservationIgnored private var whole: Set<MessageID> = []
  @ObservationIgnored private var openFailure: ChatClosed.Reason?
  @ObservationIgnored private var summaryFailure: ChatClosed.Reason?
  @ObservationIgnored private var timelineFailure: ChatClosed.Reason?
  /// Asks for the chat to be opened, while it is followed.
  @ObservationIgnored private var tries: AsyncStream<Void>.Continuation?

  public init(_ surroundings: Surroundings, chat: DutyID, page: UInt16 = 50) {
    self.surroundings = surroundings
    self.page = page
    state = ChatState(id: chat)
    state.anchor = surroundings.navigator.anchor(of: chat)
    state.isOffline = !surroundings.network.isOnline
  }

  public func send(_ event: ChatEvent) {
    switch event {
    case .typed(let text): typed(text)
    case .sent: sendDraft()
    case .sentAgain(let message): sendAgain(message)
    case .discarded(let message): discard(message)
    case .reachedOldest: showOlder()
    case .atNewest(let isThere): atNewest(isThere)
    case .scrolled(let message): surroundings.navigator.keep(message, of: state.id)
    case .askedForWhole(let message):
      whole.insert(message)
      render()
    case .noticeRead: state.notice = nil
    case .openedDetails: surroundings.navigator.push(.details(state.id))
    case .openedProblem: surroundings.navigator.push(.problem(account: state.id.account))
    case .retried: tries?.yield()
    case .left: saveDraft(after: nil)
    }
  }

  public func settled() async {
    await work.settled()
  }

  public func follow() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.followNetwork() }
      group.addTask { await self.everyMinute() }
      await followChat()
      group.cancelAll()
    }
  }

  private func followNetwork() async {
    for await _ in surroundings.network.changes() { state.isOffline = !surroundings.network.isOnline }
  }

  private func everyMinute() async {
    // A day may have ended, which changes what "today" is.
    await surroundings.everyMinute { [weak self] in self?.render() }
  }

  /// Opens the chat, and again when that has failed and somebody asks for it.
  private func followChat() async {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    tries = continuation
    continuation.yield()
    for await _ in stream {
      guard let chat = await open() else { continue }
      // Whoever comes back from another screen finds as much as was there.
      let timeline = chat.timeline(limit: max(page, UInt16(clamping: window?.items.count ?? 0)))
      self.timeline = timeline
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await chat.followSummary { [weak self] in self?.summaryIs($0) } }
        group.addTask { await chat.followMembers { [weak self] in self?.membersAre($0) } }
        group.addTask { await timeline.follow { [weak self] in self?.windowIs($0) } }
      }
      return
    }
  }

  private func open() async -> (any CoreChat)? {
    do {
      let chat = try await surroundings.core.chat(account: state.id.account, dutyId: state.id.duty)
      self.chat = chat
      openFailure = nil
      await loadDraft(of: chat)
      render()
      return chat
    } catch {
      openFailure = ChatClosed.Reason(error)
      render()
      return nil
    }
  }

  private func summaryIs(_ result: Result<ChatSummary, any Error>) {
    switch result {
    case .success(let summary):
      self.summary = summary
      summaryFailure = nil
      if state.isAtNewest { markRead() }
    case .failure(let error): summaryFailure = ChatClosed.Reason(error)
    }
    render()
  }

  private func membersAre(_ result: Result<[ChatMember], any Error>) {
    // Why they cannot be read, the chat itself says.
    guard case .success(let members) = result else { return }
    responsible = Set(members.filter { $0.role == .responsible }.compactMap(\.userId))
    render()
  }

  private func windowIs(_ result: Result<TimelineWindow, any Error>) {
    switch result {
    case .success(let window):
      self.window = window
      timelineFailure = nil
      widenToAnchor()
    case .failure(let error): timelineFailure = ChatClosed.Reason(error)
    }
    render()
  }

  private func atNewest(_ isThere: Bool) {
    state.isAtNewest = isThere
    guard isThere else { return }
    surroundings.navigator.keep(nil, of: state.id)
    markRead()
  }

  private func markRead() {
    guard let chat, let summary, summary.unread > 0 else { return }
    work.begin("read") {
      // Not vital: it is tried again with the next message.
      try? await chat.markRead()
    }
  }
}

extension ChatModel {
  /// Makes the state out of what is known.
  func render() {
    var next = state
    if let summary { show(summary, in: &next) }
    next.closed = closed.map {
      ChatClosed($0, surroundings.texts, organisation: surroundings.organisation(summary?.ov ?? ""))
    }
    next.rows = rows()
    next.isLoaded = window != nil
    next.older = older()
    next.composer.isOpen = chat != nil && closed == nil && summary?.phase == .active
    next.composer.canSend = next.composer.isOpen && !Foreign.line(next.composer.text).isEmpty
    if next != state { state = next }
  }

  private var closed: ChatClosed.Reason? {
    if let sealed = summary?.sealed, summaryFailure == nil { return .sealed(ChatSealed(sealed)) }
    return openFailure ?? summaryFailure ?? timelineFailure
  }

  private func rows() -> [ChatRow] {
    // What may not be read any more is not left standing.
    guard closed == nil, let window else { return [] }
    return ChatRows(
      speech: surroundings.speech, now: surroundings.now(), responsible: responsible, whole: whole
    ).rows(window.items)
  }

  private func show(_ summary: ChatSummary, in next: inout ChatState) {
    let speech = surroundings.speech
    let now = surroundings.now()
    next.title = speech.title(summary.title)
    next.when = speech.span(summary.startsAt, summary.endsAt, now: now)
    next.phase = ChatPhase(summary.phase)
    next.standing = DutyStanding(summary.state)
    next.sealed = summary.sealed.map(ChatSealed.init)
    next.unread = Int(clamping: summary.unread)
    next.last = summary.lastMessage.map { DutyRow.Last($0, speech, now: now) }
    next.banner = Self.banner(summary, speech, now)
  }

  private static func banner(_ summary: ChatSummary, _ speech: Speech, _ now: Date) -> String? {
    guard summary.phase == .readOnly else { return nil }
    let date = speech.dayAndTime(summary.limits.deleteAt, now: now)
    return switch summary.state {
    case .planned: speech.texts.chatReadOnly(date: date)
    case .cancelled: speech.texts.chatReadOnlyCancelled(date: date)
    case .chatOff: speech.texts.chatReadOnlyOff(date: date)
    }
  }
}
