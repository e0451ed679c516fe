
@testable import DienstchatScenarios
@testable import DienstchatScreens

// States as the scenarios see values of the core.

extension OrganisationState.Row {
  var view: JSON { ["ov": .string(ov), "name": .string(name)] }
}

extension SettingsState.Account {
  var view: JSON {
    [
      "id": .string(id), "ov": .string(ov), "user_id": DienstchatScenarios.text(userId),
      "state": .string(named(standing)), "sign_out_after": DienstchatScenarios.text(lastDuty),
    ]
  }
}

extension DutyRow {
  var view: JSON {
    [
      "account": .string(id.account), "ov": .string(ov), "duty_id": .string(id.duty),
      "title": .string(title), "state": .string(named(standing)), "phase": .string(named(phase)),
      "sealed": text(sealed.map(named)), "unread": .int(unread), "last": last?.view ?? .null,
    ]
  }
}

extension DutyRow.Last {
  var view: JSON {
    [
      "text": content.said, "content": .string(content.name), "sender": text(sender),
      "own": .bool(isOwn), "state": .string(named(stage)),
    ]
  }
}

extension ChatState {
  var view: JSON {
    [
      "account": .string(id.account), "duty_id": .string(id.duty), "title": .string(title),
      "state": .string(named(standing)), "phase": .string(named(phase)),
      "sealed": text(sealed.map(named)), "unread": .int(unread), "last": last?.view ?? .null,
    ]
  }
}

extension ChatMessage {
  var view: JSON {
    [
      "text": content.said, "content": .string(content.name), "sender": text(sender),
      "own": .bool(isOwn), "state": .string(named(stage)),
    ]
  }

  /// As the send queue lists it; nil when it is not in there.
  var queued: JSON? {
    guard case .transaction(let transaction) = id, stage != .sent else { return nil }
    return [
      "transaction_id": .string(transaction), "text": content.said, "state": .string(named(stage)),
    ]
  }
}

extension DetailsState.Member {
  var view: JSON {
    [
      "name": .string(rosterName), "role": isResponsible ? "Responsible" : "Assigned",
      "function": text(function), "joined": .bool(hasJoined), "own": .bool(isOwn),
    ]
  }
}

extension MessageContent {
  fileprivate var said: JSON {
    if case .text(let text) = self { .string(text) } else { .null }
  }

  fileprivate var name: String {
    if case .text = self { "Text" } else { named(self) }
  }
}
