import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("Older messages", .timeLimit(.minutes(1)))
@MainActor
struct ChatOlderTests {
  private let phone = Phone()
  private let chat: FakeChat
  private var timeline: FakeTimeline { chat.fakeTimeline }

  init() {
    chat = phone.chat()
  }

  private func model(_ work: @MainActor (ChatModel) async throws -> Void) async rethrows {
    let model = ChatModel(phone.surroundings, chat: Sample.duty)
    try await model.following {
      await timeline.windows.isFollowed()
      try await work(model)
    }
  }

  @Test("come from this device first, then from the server")
  func order() async {
    await model { model in
      timeline.windows.give(Sample.window([Sample.item("Eins")], olderHere: true, incomplete: true))
      #expect(model.state.older == .here)
      model.send(.reachedOldest)
      #expect(timeline.shown == [50])
      #expect(timeline.loads == 0)
      timeline.windows.give(Sample.window([Sample.item("Eins")], incomplete: true))
      timeline.loading.shut()
      model.send(.reachedOldest)
      model.send(.reachedOldest)
      await timeline.loading.isWaitedAt()
      #expect(model.state.older == .loading)
      timeline.loading.open()
      await model.settled()
      #expect(timeline.loads == 1)
      #expect(timeline.shown == [50, 50])
      timeline.windows.give(Sample.window([Sample.item("Eins")]))
      #expect(model.state.older == .none)
      model.send(.reachedOldest)
      #expect(timeline.loads == 1)
    }
  }

  @Test("say why they cannot be loaded, and can be tried again")
  func failed() async {
    await model { model in
      timeline.windows.give(Sample.window([Sample.item("Eins")], incomplete: true))
      timeline.failure = ChatError.Offline
      model.send(.reachedOldest)
      await model.settled()
      #expect(model.state.older == .failed(text: "Keine Verbindung"))
      timeline.failure = ChatError.Server
      model.send(.reachedOldest)
      await model.settled()
      #expect(model.state.older == .failed(text: phone.texts.chatOlderFailed))
      timeline.failure = nil
      timeline.hasOlder = false
      model.send(.reachedOldest)
      await model.settled()
      #expect(model.state.older == .onServer)
      #expect(timeline.shown == [])
    }
  }

  @Test("are shown as far as the place at which the chat was left")
  func anchor() async {
    phone.navigator.keep(.event("$Alt"), of: Sample.duty)
    await model { model in
      #expect(model.state.anchor == .event("$Alt"))
      timeline.windows.give(Sample.window([Sample.item("Neu")], olderHere: true))
      #expect(timeline.shown == [50])
      timeline.windows.give(Sample.window([Sample.item("Alt"), Sample.item("Neu")], olderHere: true))
      #expect(timeline.shown == [50])
      #expect(model.state.anchor == .event("$Alt"))
    }
  }

  @Test("are not searched for a place that is gone")
  func lostAnchor() async {
    phone.navigator.keep(.event("$Weg"), of: Sample.duty)
    await model { model in
      timeline.windows.give(Sample.window([Sample.item("Neu")]))
      #expect(model.state.anchor == nil)
      #expect(timeline.shown == [])
    }
  }

  @Test("keep the place at which the chat is left, until it is at its newest message")
  func place() async {
    await model { model in
      model.send(.scrolled(to: .event("$Eins")))
      #expect(phone.navigator.anchor(of: Sample.duty) == .event("$Eins"))
      model.send(.atNewest(true))
      #expect(phone.navigator.anchor(of: Sample.duty) == nil)
    }
  }
}
