import Dienstchat
import Foundation
import Testing

@Suite("Descriptions")
struct DescriptionTests {
  private static let secret = "Geheimnis"

  private static let item = TimelineItem(
    id: .event(eventId: "$\(secret)"), sender: "@\(secret):example.org", senderName: secret,
    own: false, at: .now, content: .text(text: secret), state: .received)

  private static let described: [any CustomStringConvertible & Sendable] = [
    item,
    Content.text(text: secret),
    ChatMember(
      account: secret, userId: secret, name: secret, role: .assigned, function: secret,
      joined: true, own: false),
    QueuedMessage(transactionId: secret, text: secret, queuedAt: .now, state: .queued),
    SignInStarted(authorizeUrl: secret),
    ChatSummary(
      account: secret, ov: secret, dutyId: secret, title: secret, startsAt: .now, endsAt: .now,
      meetingPoint: secret, state: .planned, phase: .active,
      limits: Limits(readOnlyFrom: .now, deleteAt: .now), sealed: nil, lastMessage: item,
      unread: 3),
  ]

  @Test("show nothing of what people said, and of their names")
  func secrets() {
    for value in Self.described {
      let nested = [("value", [value])]
      for text in [
        value.description, String(describing: value), String(reflecting: value), "\(value)",
        "\(nested)",
      ] {
        #expect(!text.isEmpty)
        #expect(!text.contains(Self.secret), "\(type(of: value))")
      }
    }
  }

  @Test("show nothing of it in a page of the timeline")
  func page() {
    let page = TimelinePage(items: [Self.item], older: nil, incomplete: false)
    #expect(!"\(page)".contains(Self.secret))
  }
}
