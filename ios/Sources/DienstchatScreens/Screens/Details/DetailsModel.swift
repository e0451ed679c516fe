import Dienstchat
import Foundation
import Observation

/// What HiOrg-Server says of a duty, and who is on it.
@MainActor
@Observable
public final class DetailsModel: Screen {
  public private(set) var state: DetailsState

  @ObservationIgnored private let surroundings: Surroundings
  @ObservationIgnored private var summary: ChatSummary?
  @ObservationIgnored private var members: [ChatMember]?
  @ObservationIgnored private var openFailure: ChatClosed.Reason?
  @ObservationIgnored private var summaryFailure: ChatClosed.Reason?
  @ObservationIgnored private var membersFailure: ChatClosed.Reason?

  public init(_ surroundings: Surroundings, chat: DutyID) {
    self.surroundings = surroundings
    state = DetailsState(id: chat)
  }

  public func send(_ event: DetailsEvent) {
    switch event {
    case .closed: surroundings.navigator.pop(.details(state.id))
    }
  }

  /// No event begins anything.
  public func settled() async {}

  public func follow() async {
    do {
      let chat = try await surroundings.core.chat(account: state.id.account, dutyId: state.id.duty)
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await chat.followSummary { [weak self] in self?.summaryIs($0) } }
        group.addTask { await chat.followMembers { [weak self] in self?.membersAre($0) } }
      }
    } catch {
      openFailure = ChatClosed.Reason(error)
      render()
    }
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

  private func membersAre(_ result: Result<[ChatMember], any Error>) {
    switch result {
    case .success(let members):
      self.members = members
      membersFailure = nil
    case .failure(let error): membersFailure = ChatClosed.Reason(error)
    }
    render()
  }

  private func render() {
    var next = DetailsState(id: state.id)
    let texts = surroundings.texts
    if let reason = openFailure ?? summaryFailure ?? membersFailure {
      next.closed = ChatClosed(
        reason, texts, organisation: surroundings.organisation(summary?.ov ?? ""))
    } else if let summary, let members {
      next.isLoaded = true
      next.title = surroundings.speech.title(summary.title)
      next.lines = lines(summary)
      next.members = members.map { DetailsState.Member($0, surroundings.speech) }
      next.membersTitle = texts.detailsMembers(count: members.count)
      let missing = members.count { !$0.joined }
      next.notYet = missing > 0 ? texts.detailsNotYetHint(count: missing) : nil
    }
    if next != state { state = next }
  }

  private func lines(_ summary: ChatSummary) -> [DetailsState.Line] {
    let speech = surroundings.speech
    let texts = speech.texts
    let now = surroundings.now()
    let standing =
      switch summary.state {
      case .planned: texts.detailsPlanned
      case .cancelled: texts.detailsCancelled
      case .chatOff: texts.detailsChatOff
      }
    let place = summary.meetingPoint.map(Foreign.line) ?? ""
    var lines = [(texts.detailsWhen, speech.span(summary.startsAt, summary.endsAt, now: now))]
    if !place.isEmpty { lines.append((texts.detailsWhere, place)) }
    lines.append((texts.detailsOrganisation, surroundings.organisation(summary.ov)))
    lines.append((texts.detailsState, standing))
    if summary.phase == .active {
      lines.append((texts.detailsWritableUntil, speech.dayAndTime(summary.limits.readOnlyFrom, now: now)))
    }
    lines.append((texts.detailsDeletedAt, speech.dayAndTime(summary.limits.deleteAt, now: now)))
    return lines.map { DetailsState.Line(label: $0.0, value: $0.1) }
  }
}

extension DetailsState.Member {
  init(_ member: ChatMember, _ speech: Speech) {
    let texts = speech.texts
    let name = speech.name(member.name)
    let function = member.function.map(Foreign.line).flatMap { $0.isEmpty ? nil : $0 }
    let isResponsible = member.role == .responsible
    let note = [
      member.own ? texts.detailsOwn : nil, isResponsible ? texts.detailsResponsible : nil, function,
      member.joined ? nil : texts.detailsNotYet,
    ].compactMap(\.self)
    self.init(
      id: member.account, rosterName: member.name, name: name, function: function,
      isResponsible: isResponsible, isOwn: member.own, hasJoined: member.joined,
      note: note.isEmpty ? nil : note.joined(separator: " · "),
      spoken: ([name] + note).joined(separator: ", "))
  }
}
