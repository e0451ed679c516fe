@testable import DienstchatScreens

/// A phone with one chat, whose screen can be followed.
@MainActor
struct ChatWorld {
  let phone = Phone()
  let chat: FakeChat
  private let isOpen: Bool

  /// - Parameter isOpen: The chat is given when its screen is followed, and can be written in.
  init(isOpen: Bool = false) {
    chat = phone.chat()
    self.isOpen = isOpen
  }

  /// Follows the chat's screen while `work` lasts; everything that it shows can be given from its beginning on.
  func following(_ work: @MainActor (ChatModel) async throws -> Void) async rethrows {
    let model = ChatModel(phone.surroundings, chat: Sample.duty)
    try await model.following {
      await chat.summary.isFollowed()
      await chat.members.isFollowed()
      await chat.fakeTimeline.windows.isFollowed()
      if isOpen { chat.summary.give(Sample.chat()) }
      try await work(model)
    }
  }
}

/// Tests of a chat's screen, in a world of their own each.
@MainActor
protocol ChatSuite {
  var world: ChatWorld { get }
}

extension ChatSuite {
  var phone: Phone { world.phone }
  var chat: FakeChat { world.chat }
  var timeline: FakeTimeline { chat.fakeTimeline }

  func model(_ work: @MainActor (ChatModel) async throws -> Void) async rethrows {
    try await world.following(work)
  }
}
