import Dienstchat
import Foundation

/// Makes the rows of a chat out of its messages.
struct ChatRows {
  let speech: Speech
  let now: Date
  /// The users that are responsible for the duty.
  var responsible: Set<String> = []
  /// The messages that are shown whole.
  var whole: Set<MessageID> = []

  /// So long after a message the next one of the same person goes without the name.
  private static let pause: TimeInterval = 300

  func rows(_ items: [TimelineItem]) -> [ChatRow] {
    var rows: [ChatRow] = []
    rows.reserveCapacity(items.count + 8)
    var before: TimelineItem?
    for item in items {
      let isSameDay = before.map { speech.isSameDay($0.at, item.at) } ?? false
      if !isSameDay { rows.append(.day(speech.day(item.at, now: now), before: MessageID(item.id))) }
      rows.append(.message(message(item, isContinued: isSameDay && isContinued(item, after: before))))
      before = item
    }
    return rows
  }

  private func isContinued(_ item: TimelineItem, after before: TimelineItem?) -> Bool {
    guard let before else { return false }
    return before.sender == item.sender && before.own == item.own
      && abs(item.at.timeIntervalSince(before.at)) < Self.pause
  }

  private func message(_ item: TimelineItem, isContinued: Bool) -> ChatMessage {
    let texts = speech.texts
    let id = MessageID(item.id)
    let content = MessageContent(item.content)
    let stage = MessageStage(item.state)
    let isResponsible = responsible.contains(item.sender)
    let name =
      if item.own { texts.chatOwn } else { item.senderName.map { speech.name($0) } ?? texts.chatFormer }
    let (shown, isCut) = shown(content, isWhole: whole.contains(id))
    let time = speech.time(item.at)
    let stageText = item.own ? Self.stageText(stage, texts) : nil
    let said = texts.chatMessageBy(
      name: isResponsible ? "\(name) (\(texts.chatResponsible))" : name,
      time: time, text: Foreign.cut(shown, to: Foreign.message))
    return ChatMessage(
      id: id, name: name, sender: item.senderName, isOwn: item.own, isResponsible: isResponsible,
      isContinued: isContinued, content: content, shown: shown, isCut: isCut, time: time, stage: stage,
      stageText: stageText, spoken: [said, stageText].compactMap(\.self).joined(separator: ". "))
  }

  private func shown(_ content: MessageContent, isWhole: Bool) -> (String, isCut: Bool) {
    guard case .text(let text) = content else { return (content.note(speech.texts) ?? "", false) }
    let plain = Foreign.plain(text)
    if isWhole { return (plain, false) }
    let cut = Foreign.cut(plain, to: Foreign.message)
    return (cut, cut.utf8.count != plain.utf8.count)
  }

  private static func stageText(_ stage: MessageStage, _ texts: any Texts) -> String? {
    switch stage {
    case .received: nil
    case .sent: texts.chatSent
    case .queued: texts.chatQueued
    case .sending: texts.chatSending
    case .failed(.readOnly): texts.chatFailedReadOnly
    case .failed(.notAMember): texts.chatFailedNotAMember
    case .failed(.tooLarge): texts.chatFailedTooLarge
    case .failed(.refused): texts.chatFailedRefused
    }
  }
}
