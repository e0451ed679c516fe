import Dienstchat
import Foundation
import Observation

/// A chat: what is said in it, and what is being written.
///
/// Its rows are made in `ChatModel+Rows.swift`. Older ones are in `ChatModel+Older.swift`, the place in the
/// list and what counts as read in `ChatModel+Place.swift`, what is written in `ChatModel+Draft.swift` and
/// `ChatModel+Sending.swift`.
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
  @ObservationIgnored var timelineFailure: ChatClosed.Reason?
  @ObservationIgnored private(set) var summary: ChatSummary?
  @ObservationIgnored private var openFailure: ChatClosed.Reason?
  @ObservationIgnored private var summaryFailure: ChatClosed.Reason?

  @ObservationIgnored var mapper: RowMapper
  /// Nil until they are made for the first time.
  @ObservationIgnored var rows: [ChatRow]?
  @ObservationIgnored var mappedDay: Date?
  @ObservationIgnored var isMapping = false
  /// Whether something has changed while rows were being made.
  @ObservationIgnored var mapsAgain = false
  @ObservationIgnored var people: [String: RowMapper.Person]?
  @ObservationIgnored var whole: Set<MessageID> = []

  @ObservationIgnored var asked: Asked?
  /// Whether the server had no older messages when it was asked.
  @ObservationIgnored var isExhausted = false
  @ObservationIgnored var olderFailure: String?
  /// The message to begin at, until it is there.
  @ObservationIgnored var wanted: MessageID?
  @ObservationIgnored var isLooking = false
  @ObservationIgnored var seen: Seen?

  /// The draft as the core has it; nil until it was read.
  @ObservationIgnored var kept: String?
  /// What was said of a draft that cannot be read or kept.
  @ObservationIgnored var draftNotices: Set<String> = []
  /// Asks for the chat to be opened, while it is followed.
  @ObservationIgnored private var tries: AsyncStream<Void>.Continuation?

  public init(_ surroundings: Surroundings, chat: DutyID, page: UInt16 = 50) {
    self.surroundings = surroundings
    self.page = page
    mapper = RowMapper(surroundings.speech)
    wanted = surroundings.navigator.anchor(of: chat)
    state = ChatState(id: chat)
    state.anchor = wanted
    state.isAtNewest = wanted == nil
    state.isOffline = surroundings.network.isOffline(chat.account)
  }

  public func send(_ event: ChatEvent) {
    switch event {
    case .typed(let text): typed(text)
    case .sent: sendDraft()
    case .sentAgain(let message): sendAgain(message)
    case .discarded(let message): discard(message)
    case .reachedOldest: showOlder()
    case .atNewest(let isThere): atNewest(isThere)
    case .scrolled(let message): scrolled(to: message)
    case .looking(let isLooking): look(isLooking)
    case .askedForWhole(let message): show(whole: message)
    case .noticeRead: state.notice = nil
    case .openedDetails: surroundings.navigator.push(.details(state.id))
    case .openedProblem: surroundings.navigator.push(.problem(account: state.id.account))
    case .retried: retry()
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
    let changes = surroundings.network.changes()
    // It may have changed before anybody followed.
    networkIs()
    for await _ in changes { networkIs() }
  }

  private func networkIs() {
    let isOffline = surroundings.network.isOffline(state.id.account)
    if isOffline != state.isOffline { state.isOffline = isOffline }
  }

  private func everyMinute() async {
    await surroundings.everyMinute { [weak self] in self?.timeHasPassed() }
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
      if asked == .device { asked = nil }
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

  private func retry() {
    tries?.yield()
    if let chat { work.begin { await self.loadDraft(of: chat) } }
  }

  private func summaryIs(_ result: Result<ChatSummary, any Error>) {
    switch result {
    case .success(let summary):
      self.summary = summary
      summaryFailure = nil
    case .failure(let error): summaryFailure = ChatClosed.Reason(error)
    }
    render()
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
    // What may not be read any more is not left standing.
    next.rows = closed == nil ? rows ?? [] : []
    // A list that appears again begins where it was left.
    if closed != nil { next.anchor = surroundings.navigator.anchor(of: state.id) }
    next.isLoaded = rows != nil
    next.older = older()
    next.composer.isOpen = chat != nil && closed == nil && summary?.phase == .active
    next.composer.canSend = canSend(next.composer)
    if next != state { state = next }
    readIfSeen()
  }

  private var closed: ChatClosed.Reason? {
    if let sealed = summary?.sealed, summaryFailure == nil { return .sealed(ChatSealed(sealed)) }
    return openFailure ?? summaryFailure ?? timelineFailure
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
