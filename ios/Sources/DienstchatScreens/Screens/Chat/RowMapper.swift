import Dienstchat
import Foundation

/// Turns what was said into rows, again and again while it changes. What has not changed keeps its row,
/// so that a chat with thousands of messages costs little more than a look at each.
struct RowMapper: Sendable {
  /// What the rows are made of.
  struct Input: Sendable {
    /// The oldest first.
    let items: [TimelineItem]
    /// Those who are on the duty, by their user ids; nil while nobody's role is known.
    var people: [String: Person]?
    /// The messages that are shown whole.
    var whole: Set<MessageID> = []
    let now: Date
  }

  /// What the rows say of somebody on the duty.
  struct Person: Equatable, Sendable {
    let isResponsible: Bool
    let function: String?

    init(_ member: ChatMember) {
      isResponsible = member.role == .responsible
      function = member.function
    }
  }

  private struct Known: Sendable {
    let item: TimelineItem
    let isWhole: Bool
    /// When its day began.
    let day: Date
    let message: ChatMessage
  }

  /// So long after a message the next one of the same person goes without the name.
  private static let pause: TimeInterval = 300

  let speech: Speech
  /// How many messages were written out so far. Tests see by it that none is written out twice.
  private(set) var written = 0
  private var people: [String: Person]?
  private var known: [MessageID: Known] = [:]

  init(_ speech: Speech) {
    self.speech = speech
  }

  /// How many messages have to be written out at least.
  func effort(_ input: Input) -> Int {
    input.people == people ? max(input.items.count - known.count, 0) : input.items.count
  }

  /// How many messages of others have come after all that are known; those on their way stand behind
  /// everything else.
  func arrivals(_ items: [TimelineItem]) -> Int {
    if known.isEmpty { return 0 }
    return items.reversed()
      .prefix { $0.state != .received || known[MessageID($0.id)] == nil }
      .count { !$0.own }
  }

  /// The rows, with the days between them.
  mutating func rows(_ input: Input) -> [ChatRow] {
    if input.people != people {
      people = input.people
      known = [:]
    }
    var next: [MessageID: Known] = [:]
    next.reserveCapacity(input.items.count)
    var rows: [ChatRow] = []
    rows.reserveCapacity(input.items.count + 8)
    var before: Known?
    for item in input.items {
      let now = known(item, isWhole: input.whole)
      let isSameDay = before?.day == now.day
      if !isSameDay {
        rows.append(.day(speech.day(item.at, now: input.now), before: now.message.id))
      }
      var message = now.message
      message.isContinued = isSameDay && Self.isContinued(item, after: before?.item)
      rows.append(.message(message))
      next[message.id] = now
      before = now
    }
    known = next
    return rows
  }

  private static func isContinued(_ item: TimelineItem, after before: TimelineItem?) -> Bool {
    guard let before else { return false }
    return before.sender == item.sender && before.own == item.own
      && abs(item.at.timeIntervalSince(before.at)) < pause
  }

  private mutating func known(_ item: TimelineItem, isWhole whole: Set<MessageID>) -> Known {
    let id = MessageID(item.id)
    let isWhole = whole.contains(id)
    if let known = known[id], known.isWhole == isWhole, known.item == item { return known }
    written += 1
    return Known(
      item: item, isWhole: isWhole, day: speech.calendar.startOfDay(for: item.at),
      message: speech.message(item, id: id, by: author(item), isWhole: isWhole))
  }

  private func author(_ item: TimelineItem) -> Speech.Author {
    let person = people?[item.sender]
    return Speech.Author(
      isOwn: item.own, name: item.senderName, isResponsible: person?.isResponsible ?? false,
      function: person?.function, isFormer: people != nil && person == nil)
  }
}
