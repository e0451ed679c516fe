import Dienstchat

extension StepKind {
  static let chat: [String: StepKind] = [
    "send": StepKind(onChat.union(["text"])) { turn in
      .string(try await turn.chat().sendQueue().sendText(text: turn.step.text("text")))
    },
    "retry": StepKind(onChat.union(["transaction_id"])) { turn in
      try await turn.chat().sendQueue().retry(transactionId: turn.step.text("transaction_id"))
      return .null
    },
    "discard": StepKind(onChat.union(["transaction_id"])) { turn in
      try await turn.chat().sendQueue().discard(transactionId: turn.step.text("transaction_id"))
      return .null
    },
    "set_draft": StepKind(onChat.union(["text"])) { turn in
      try await turn.chat().setDraft(text: turn.step.textOrNil("text") ?? "")
      return .null
    },
    "mark_read": StepKind(onChat) { turn in
      try await turn.chat().markRead()
      return .null
    },
    "page": StepKind(onChat.union(["limit", "before", "as"])) { turn in
      let before = try turn.step.textOrNil("before").map { name in
        guard let token = turn.run.tokens.current[name] else { throw Failure("no token \(name)") }
        return token
      }
      let page = try await turn.chat().timeline().page(
        before: before, limit: UInt16(turn.step.number("limit")))
      if let token = page.older, let name = try turn.step.textOrNil("as") {
        turn.run.tokens.withLock { $0[name] = token }
      }
      return page.view
    },
    "load_older": StepKind(onChat.union(["cancellation"])) { turn in
      .bool(try await turn.chat().timeline().loadOlder(cancellation: turn.cancellation))
    },
  ]
}
