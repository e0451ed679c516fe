@testable import DienstchatScreens

/// A phone with one chat, whose screen can be followed.
@MainActor
struct ChatWorld {
  let phone = Phone()
  let chat: FakeChat

  init() {
    chat = phone.chat()
  }

  /// Follows the chat's screen while `work` lasts; everything that it shows can be given from its beginning on.
  ///
  /// - Parameter isOpen: The chat has been given, and can be written in.
  func following(isOpen: Bool = false, _ work: @MainActor (ChatModel) async throws -> Void) async rethrows {
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
