import Dienstchat

@testable import DienstchatScenarios
@testable import DienstchatScreens

extension ScreenStep {
  static let chat = ScreenStep(ChatModel.self) { turn in
    let shown = try await turn.shown(turn.dutyID())
    try await shown.becomes("it is known") { !$0.title.isEmpty || $0.closed != nil }
    try await turn.isNotClosed(shown.model)
    return await shown.model.state.view
  }

  static let queue = ScreenStep(ChatModel.self) { turn in
    let shown = try await turn.opened(turn.dutyID())
    return .array(await shown.model.state.messages.compactMap(\.queued))
  }

  static let draft = ScreenStep(ChatModel.self) { turn in
    let shown = try await turn.opened(turn.dutyID())
    let text = await shown.model.state.composer.text
    return text.isEmpty ? .null : .string(text)
  }

  static let members = ScreenStep(DetailsModel.self) { turn in
    .array(try await turn.members(of: turn.dutyID()))
  }

  static let send = ScreenStep(ChatModel.self) { turn in
    try await turn.send(turn.step.text("text"), to: turn.dutyID())
  }

  static let retry = ScreenStep(ChatModel.self) { try await $0.change { .sentAgain($0) } }

  static let discard = ScreenStep(ChatModel.self) { try await $0.change { .discarded($0) } }

  static let setDraft = ScreenStep(ChatModel.self) { turn in
    let shown = try await turn.opened(turn.dutyID())
    let text = try turn.step.textOrNil("text") ?? ""
    await shown.model.send(.typed(text))
    await shown.model.send(.looking(false))
    try await turn.isSettled(shown.model)
    return .null
  }

  static let markRead = ScreenStep(ChatModel.self) { turn in
    let shown = try await turn.opened(turn.dutyID())
    await shown.model.send(.looking(true))
    try await turn.isSettled(shown.model)
    return .null
  }

  static let loadOlder = ScreenStep(ChatModel.self) { turn in
    .bool(try await turn.loadOlder(of: turn.dutyID()))
  }
}

extension Turn {
  /// The chat on its screen, at which nobody looks, so that nothing counts as read by itself.
  @MainActor
  func shown(_ chat: DutyID, page: UInt16 = 1_000) throws -> Shown<ChatModel> {
    Shown(ChatModel(try surroundings(), chat: chat, page: page))
  }

  /// The same once all of it is there; throws when it is closed.
  @MainActor
  fileprivate func opened(_ chat: DutyID) async throws -> Shown<ChatModel> {
    let shown = try shown(chat)
    try await shown.becomes("it is open") { ($0.isLoaded && !$0.title.isEmpty) || $0.closed != nil }
    try isNotClosed(shown.model)
    return shown
  }

  @MainActor
  fileprivate func members(of chat: DutyID) async throws -> [JSON] {
    let shown = Shown(DetailsModel(try surroundings(), chat: chat))
    try await shown.becomes("the members are there") { $0.isLoaded || $0.closed != nil }
    if let closed = shown.model.state.closed { try shows(closed.reason) }
    return shown.model.state.members.map(\.view)
  }

  @MainActor
  fileprivate func isNotClosed(_ model: ChatModel) throws {
    if let closed = model.state.closed { try shows(closed.reason) }
  }

  /// Throws the error that is expected, if that closes a chat for this reason.
  fileprivate func shows(_ reason: ChatClosed.Reason) throws -> Never {
    try step.shows(reason) { error in
      // Who was taken off is told by the chat itself; it then says more than this error.
      if case ChatError.NotAMember = error, reason == .sealed(.removed) { return reason }
      return ChatClosed.Reason(error)
    }
  }

  /// Waits until all is done; throws when the screen says that something did not work.
  @MainActor
  fileprivate func isSettled(_ model: ChatModel) async throws {
    await model.settled()
    guard let notice = model.state.notice else { return }
    try step.shows(notice) { ChatModel.notice($0, Speech(.german).texts) }
  }

  @MainActor
  fileprivate func send(_ text: String, to chat: DutyID) async throws -> JSON {
    let model = try await opened(chat).model
    model.send(.typed(text))
    guard model.state.composer.canSend else {
      try step.shows(model.state.phase) { error in
        if case ChatError.ReadOnly = error { .readOnly } else { nil }
      }
    }
    model.send(.sent)
    try await isSettled(model)
    guard case .transaction(let transaction)? = model.state.lastSent else {
      throw Failure("nothing was sent in \(step)")
    }
    return .string(transaction)
  }

  fileprivate func change(_ event: @Sendable (MessageID) -> ChatEvent) async throws -> JSON {
    let shown = try await opened(dutyID())
    await shown.model.send(event(.transaction(try step.text("transaction_id"))))
    try await isSettled(shown.model)
    return .null
  }

  @MainActor
  fileprivate func loadOlder(of chat: DutyID) async throws -> Bool {
    let shown = try await opened(chat)
    let model = shown.model
    let before = model.state.messages.count
    model.send(.reachedOldest)
    await model.settled()
    if case .failed(let text) = model.state.older {
      try step.shows(text) { ChatModel.olderFailure($0, Speech(.german).texts) }
    }
    try await shown.becomes("older ones are there, or there are none") {
      $0.messages.count > before || $0.older == .none
    }
    return model.state.messages.count > before
  }
}
