import Dienstchat

/// A value of the API that a scenario sees.
protocol Viewed: Equatable, Sendable {
  var view: JSON { get }
}

extension Organisation {
  var view: JSON { ["ov": .string(ov), "name": .string(name)] }
}

extension AccountInfo: Viewed {
  var view: JSON {
    [
      "id": .string(id), "ov": .string(ov), "user_id": text(userId),
      "state": .string(named(state)), "sign_out_after": text(signOutAfter),
      "offline": .bool(offline),
    ]
  }
}

extension Account {
  func view() async throws -> JSON {
    [
      "id": .string(id()), "ov": .string(ov()), "user_id": .string(userId()),
      "device_id": .string(deviceId()), "state": .string(named(try await state())),
    ]
  }
}

extension ChatSummary: Viewed {
  var view: JSON {
    [
      "account": .string(account), "ov": .string(ov), "duty_id": .string(dutyId),
      "title": .string(title), "state": .string(named(state)), "phase": .string(named(phase)),
      "sealed": text(sealed.map(named)), "unread": .int(Int(unread)),
      "last": lastMessage?.view ?? .null,
    ]
  }
}

extension ChatMember: Viewed {
  var view: JSON {
    [
      "name": .string(name), "role": .string(named(role)), "function": text(function),
      "joined": .bool(joined), "own": .bool(own),
    ]
  }
}

extension QueuedMessage: Viewed {
  var view: JSON {
    [
      "transaction_id": .string(transactionId), "text": .string(text),
      "state": .string(named(state)),
    ]
  }
}

extension TimelineItem: Viewed {
  var view: JSON {
    let said: JSON = if case .text(let text) = content { .string(text) } else { .null }
    return [
      "text": said, "content": .string(content.name), "sender": text(senderName),
      "own": .bool(own), "state": .string(named(state)),
    ]
  }
}

extension Content {
  /// Its description hides what it carries, and is Rust's.
  fileprivate var name: String {
    switch self {
    case .text: "Text"
    case .waiting(let reason): "Waiting." + named(reason)
    case .deleted: "Deleted"
    case .unsupported: "Unsupported"
    }
  }
}

extension TimelinePage {
  var view: JSON {
    [
      "items": .array(items.map(\.view)), "older": .bool(older != nil),
      "incomplete": .bool(incomplete),
    ]
  }
}

extension LinkTarget {
  var view: JSON {
    switch self {
    case .chat(let account, let dutyId): ["account": .string(account), "chat": .string(dutyId)]
    case .signIn(let ov): ["sign_in": .string(ov)]
    }
  }
}

extension SyncSummary {
  var view: JSON {
    ["chats": .int(Int(chats)), "anything": .bool(anything), "stale": .bool(stale)]
  }
}

/// A text that may be missing.
func text(_ value: String?) -> JSON {
  value.map(JSON.string) ?? .null
}

/// The name of an enum's value in Rust's spelling, with its reason if it has one.
func named(_ value: Any) -> String {
  guard let payload = Mirror(reflecting: value).children.first else {
    return capitalised(String(describing: value))
  }
  let reason = Mirror(reflecting: payload.value)
  let inner: Any? = reason.displayStyle == .tuple ? reason.children.first?.value : payload.value
  return capitalised(payload.label ?? "") + (inner.map { "." + named($0) } ?? "")
}

/// The name of an error of the API; nil of another.
func errorName(_ error: any Error) -> String? {
  (error as? any DienstchatError).map { "\(type(of: $0)).\(named($0))" }
}

private func capitalised(_ name: String) -> String {
  name.prefix(1).uppercased() + name.dropFirst()
}

extension Sent {
  var view: JSON {
    ["sent": .int(Int(sent)), "failed": .int(Int(failed)), "waiting": .int(Int(waiting))]
  }
}
