import Dienstchat

extension Speech {
  /// Who says something.
  struct Author {
    let isOwn: Bool
    /// By the roster; nil when it names this person no more.
    let name: String?
    let isResponsible: Bool
    let function: String?
    /// Whether the person is not on the duty any more.
    let isFormer: Bool
  }

  /// A message in words. What stands before it is not known here.
  func message(_ item: TimelineItem, id: MessageID, by author: Author, isWhole: Bool) -> ChatMessage {
    let content = MessageContent(item.content)
    let stage = MessageStage(item.state)
    let (shown, isCut) = shown(content, isWhole: isWhole)
    let name = called(author)
    let role = role(author)
    let time = time(item.at)
    let stageText = item.own ? stageText(stage) : nil
    let said = texts.chatMessageBy(
      name: [Foreign.isolated(name), role].compactMap(\.self).joined(separator: ", "), time: time,
      text: Foreign.isolated(shown))
    return ChatMessage(
      id: id, name: name, role: role, sender: item.senderName, isOwn: item.own,
      isResponsible: author.isResponsible, isContinued: false, content: content, shown: shown, isCut: isCut,
      time: time, stage: stage, stageText: stageText,
      spoken: [said, stageText].compactMap(\.self).joined(separator: ". "))
  }

  /// How the person is called: one's own messages are not called by a name.
  private func called(_ author: Author) -> String {
    if author.isOwn { return texts.chatOwn }
    return author.name == nil && author.isFormer ? texts.chatFormer : name(author.name)
  }

  /// What the person is on the duty; nil where that is nothing special.
  private func role(_ author: Author) -> String? {
    if author.isOwn { return nil }
    let function = author.function.map(Foreign.line).flatMap { $0.isEmpty ? nil : Foreign.isolated($0) }
    let parts = [
      author.isResponsible ? texts.chatResponsible : nil, function,
      author.isFormer && author.name != nil ? texts.chatFormer : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  private func shown(_ content: MessageContent, isWhole: Bool) -> (String, isCut: Bool) {
    guard case .text(let text) = content else { return (content.note(texts) ?? "", false) }
    let plain = Foreign.plain(text)
    if isWhole { return (plain, false) }
    guard let beginning = LongText.beginning(of: plain) else { return (plain, false) }
    return (beginning, true)
  }

  private func stageText(_ stage: MessageStage) -> String? {
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
