import Dienstchat

extension StepKind {
  static let subscription: [String: StepKind] = [
    "subscribe": StepKind(
      onChat.union(["to", "as", "limit"]).subtracting(["gives", "keep"])
    ) { turn in
      let subscription = try await turn.subscribed(to: turn.step.text("to"))
      let name = try turn.step.text("as")
      let before = turn.run.subscriptions.withLock { $0.updateValue(subscription, forKey: name) }
      guard before == nil else { throw Failure("it is subscribed") }
      return .null
    },
    "await": StepKind([
      "do", "subscription", "until", "agrees", "error", "ends", "pulls", "keep",
    ]) { turn in
      let subscription = try turn.run.subscription(turn.step.text("subscription"))
      try await turn.awaited(subscription)
      return subscription.state ?? .null
    },
    "under_way": StepKind(["do", "subscription", "loopback"]) { turn in
      if let loopback = try turn.step.textOrNil("loopback") {
        await (try turn.run.loopback(loopback)).wait.begun()
      } else {
        await (try turn.run.subscription(turn.step.text("subscription"))).underWay()
      }
      return .null
    },
    "show_older": StepKind(["do", "subscription", "count", "error"]) { turn in
      try turn.run.subscription(turn.step.text("subscription"))
        .showOlder(count: UInt16(turn.step.number("count")))
      return .null
    },
    "stop": StepKind(["do", "subscription"]) { turn in
      try turn.run.subscription(turn.step.text("subscription")).stop()
      return .null
    },
  ]
}

extension Turn {
  fileprivate func awaited(_ subscription: any Subscribed) async throws {
    guard ["until", "agrees", "error", "ends"].filter({ step[$0] != nil }).count == 1 else {
      throw Failure("one condition, please: \(step)")
    }
    let limit = try step.numberOrNil("pulls")
    var pulls = 0
    while let missing = try await missing(subscription) {
      if pulls == limit { throw Failure("after \(pulls) answers: \(missing)") }
      pulls += 1
      if try await subscription.pull() { continue }
      if try step.flag("ends") { return }
      throw Failure("it is over: \(missing)")
    }
  }

  /// What keeps the condition from being met; nil when it is.
  private func missing(_ subscription: any Subscribed) async throws -> String? {
    if let until = step["until"] {
      guard let state = subscription.state else { return "no answer" }
      return try mismatch(until, state)
    }
    if try step.flag("agrees") { return try await subscription.disagreement() }
    return "neither an error nor an end"
  }

  fileprivate func subscribed(to what: String) async throws -> any Subscribed {
    let phone = try phone
    switch what {
    case "accounts":
      let updates = try phone.openApp().accounts().subscribe()
      return SubscribedList(
        phone: phone, pulled: Pulled(next: updates.next, stop: updates.stop),
        diffs: { (diffs: [AccountDiff]) in diffs }
      ) { _ in try await phone.openApp().accounts().list() }
    case "chats":
      let updates = try phone.openApp().chats().subscribe()
      return chats(updates, phone) { try phone.openApp().chats() }
    case "account_chats":
      let updates = try await account().chats().subscribe()
      return chats(updates, phone) { try await account().chats() }
    case "chat":
      let updates = try await chat().subscribe()
      return SubscribedValue(
        phone: phone, pulled: Pulled(next: updates.next, stop: updates.stop)
      ) { try await chat().summary() }
    case "members":
      let updates = try await chat().subscribeMembers()
      return SubscribedList(
        phone: phone, pulled: Pulled(next: updates.next, stop: updates.stop),
        diffs: { (diffs: [MemberDiff]) in diffs }
      ) { _ in try await chat().members() }
    case "queue":
      let updates = try await chat().sendQueue().subscribe()
      return SubscribedList(
        phone: phone, pulled: Pulled(next: updates.next, stop: updates.stop),
        diffs: { (diffs: [QueueDiff]) in diffs }
      ) { _ in try await chat().sendQueue().list() }
    case "timeline":
      return try await timeline(phone)
    default: throw Failure("there is nothing like \(what) to subscribe to")
    }
  }

  private func chats(
    _ updates: ChatListUpdates, _ phone: Phone,
    _ chats: @escaping @Sendable () async throws -> Chats
  ) -> any Subscribed {
    SubscribedList(
      phone: phone, pulled: Pulled(next: updates.next, stop: updates.stop),
      diffs: { (diffs: [ChatListDiff]) in diffs }
    ) { _ in try await chats().list() }
  }

  private func timeline(_ phone: Phone) async throws -> any Subscribed {
    let limit = UInt16(try step.numberOrNil("limit") ?? 50)
    let updates = try await chat().timeline().subscribe(limit: limit)
    return SubscribedList(
      phone: phone,
      pulled: Pulled(
        next: updates.next, stop: updates.stop, showOlder: { updates.showOlder(count: $0) }),
      diffs: { (update: TimelineUpdate) in update.diffs }
    ) { size in
      try await chat().timeline().page(limit: UInt16(clamping: max(size, 1))).items
    }
  }
}
