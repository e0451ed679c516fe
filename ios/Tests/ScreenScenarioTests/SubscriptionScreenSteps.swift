import Dienstchat

@testable import DienstchatScenarios
@testable import DienstchatScreens

extension ScreenStep {
  /// Nil when no screen shows this.
  static func subscribe(to what: String) -> ScreenStep? {
    switch what {
    case "accounts": subscribing("SettingsModel") { try await $0.accountsScreen() }
    case "chats": subscribing("DutiesModel") { try await $0.chatsScreen() }
    case "chat": subscribing("ChatModel") { try await $0.chatScreen($0.dutyID()) }
    case "members": subscribing("DetailsModel") { try await $0.membersScreen($0.dutyID()) }
    case "timeline": subscribing("ChatModel") { try await $0.timelineScreen($0.dutyID()) }
    default: nil
    }
  }

  private static func subscribing(
    _ model: String, _ subscribed: @escaping @Sendable (Turn) async throws -> SubscribedScreen
  ) -> ScreenStep {
    ScreenStep(model) { turn in
      let screen = try await subscribed(turn)
      let name = try turn.step.text("as")
      let before = turn.run.subscriptions.withLock { $0.updateValue(screen, forKey: name) }
      guard before == nil else { throw Failure("it is subscribed") }
      return .null
    }
  }
}

@MainActor
extension Turn {
  fileprivate func accountsScreen() throws -> SubscribedScreen {
    let phone = try phone
    let model = try settings()
    // It begins with none, which is what it shows before it knows better too.
    return SubscribedScreen(
      model, on: phone, see: { .init(view: .array($0.accounts.map(\.view))) }
    ) {
      .array(try await phone.openApp().accounts().list().map(\.view))
    }
  }

  fileprivate func chatsScreen() throws -> SubscribedScreen {
    let phone = try phone
    return SubscribedScreen(
      DutiesModel(try surroundings()), on: phone,
      see: { .init(view: $0.isLoaded ? .array($0.rows.map(\.view)) : nil) }
    ) {
      .array(try await phone.openApp().chats().list().map(\.view))
    }
  }

  fileprivate func chatScreen(_ chat: DutyID) throws -> SubscribedScreen {
    SubscribedScreen(
      try shown(chat).model, on: try phone,
      see: { state in
        // Who was taken off still sees of what; that there are no messages any more may come before.
        let saysWhat =
          switch state.closed?.reason {
          case .sealed, .notAMember: true
          default: false
          }
        return .init(
          view: state.title.isEmpty ? nil : state.view, closed: saysWhat ? nil : state.closed?.reason)
      }
    ) {
      try await self.chat().summary().view
    }
  }

  fileprivate func membersScreen(_ chat: DutyID) throws -> SubscribedScreen {
    SubscribedScreen(
      DetailsModel(try surroundings(), chat: chat), on: try phone,
      see: {
        .init(view: $0.isLoaded ? .array($0.members.map(\.view)) : nil, closed: $0.closed?.reason)
      }
    ) {
      .array(try await self.chat().members().map(\.view))
    }
  }

  fileprivate func timelineScreen(_ chat: DutyID) throws -> SubscribedScreen {
    let limit = UInt16(try step.numberOrNil("limit") ?? 50)
    let model = ChatModel(try surroundings(), chat: chat, page: limit)
    return SubscribedScreen(
      model, on: try phone,
      see: {
        .init(view: $0.isLoaded ? .array($0.messages.map(\.view)) : nil, closed: $0.closed?.reason)
      },
      present: {
        let count = await model.state.messages.count
        return .array(
          try await self.chat().timeline().page(limit: UInt16(clamping: max(count, 1))).items.map(\.view))
      },
      widen: { count in
        // It may not have heard yet that there are older ones.
        while model.state.older != .here { await changed { model.state } }
        model.page = count
        model.send(.reachedOldest)
      })
  }
}
