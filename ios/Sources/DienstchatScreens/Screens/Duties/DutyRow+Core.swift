import Dienstchat
import Foundation

extension DutyRow {
  init(_ chat: ChatSummary, organisation: String?, _ speech: Speech, now: Date) {
    let texts = speech.texts
    let last = chat.lastMessage.map { Last($0, speech, now: now) }
    let sealed = chat.sealed.map(ChatSealed.init)
    let standing = DutyStanding(chat.state)
    let title = speech.title(chat.title)
    let when = speech.span(chat.startsAt, chat.endsAt, now: now)
    let place = chat.meetingPoint.map(Foreign.line).flatMap { $0.isEmpty ? nil : $0 }
      .map { texts.dutiesMeetingPoint(place: $0) }
    let line = sealed?.titleText(texts) ?? last?.line ?? texts.dutiesNoMessage
    let unread = Int(clamping: chat.unread)
    let remaining = Self.remaining(chat, texts, now: now)
    let cancelled = standing == .cancelled ? texts.dutiesCancelled : nil
    self.init(
      id: DutyID(chat), ov: chat.ov, organisation: organisation, title: title, when: when,
      meetingPoint: place, standing: standing, phase: ChatPhase(chat.phase), sealed: sealed, last: last,
      line: line, unread: unread, remaining: remaining,
      spoken: [
        title, cancelled, organisation, when, place,
        unread > 0 ? texts.dutiesUnread(count: unread) : nil, line, remaining,
      ].compactMap(\.self).joined(separator: ", "))
  }

  private static func remaining(_ chat: ChatSummary, _ texts: any Texts, now: Date) -> String? {
    switch chat.phase {
    case .active:
      switch Remaining(until: chat.limits.readOnlyFrom, now: now) {
      case .days(let count): texts.dutiesWriteUntilDays(count: count)
      case .hours(let count): texts.dutiesWriteUntilHours(count: count)
      case .lastHour: texts.dutiesWriteLastHour
      case nil: nil
      }
    case .readOnly:
      switch Remaining(until: chat.limits.deleteAt, now: now) {
      case .days(let count): texts.dutiesReadUntilDays(count: count)
      case .hours(let count): texts.dutiesReadUntilHours(count: count)
      case .lastHour: texts.dutiesReadLastHour
      case nil: nil
      }
    case .deleted: nil
    }
  }
}

extension DutyRow.Last {
  init(_ item: TimelineItem, _ speech: Speech, now: Date) {
    let texts = speech.texts
    let content = MessageContent(item.content)
    let line =
      switch content {
      case .text(let text):
        Self.said(Foreign.isolated(Foreign.cut(Foreign.line(text), to: Foreign.preview)), by: item, speech)
      case .waiting: texts.dutiesLastWaiting
      case .deleted: texts.dutiesLastDeleted
      case .unsupported: texts.dutiesLastUnsupported
      }
    self.init(
      content: content, stage: MessageStage(item.state), sender: item.senderName, isOwn: item.own,
      line: line,
      time: speech.isSameDay(item.at, now) ? speech.time(item.at) : speech.day(item.at, now: now))
  }

  private static func said(_ text: String, by item: TimelineItem, _ speech: Speech) -> String {
    if item.own { return speech.texts.dutiesLastOwn(text: text) }
    return speech.texts.dutiesLast(name: Foreign.isolated(speech.name(item.senderName)), text: text)
  }
}
