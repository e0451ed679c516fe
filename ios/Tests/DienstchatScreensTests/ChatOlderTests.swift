import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("Older messages", .timeLimit(.minutes(1)))
@MainActor
struct ChatOlderTests: ChatSuite {
  let world = ChatWorld()

  @Test("come from this device first, then from the server")
  func order() async {
    await model { model in
      timeline.windows.give(Sample.window([Sample.item("Eins")], olderHere: true, incomplete: true))
      #expect(model.state.older == .here)
      model.send(.reachedOldest)
      #expect(timeline.shown == [50])
      #expect(timeline.loads == 0)
      // Not twice while they are on their way, but again once they are there.
      #expect(model.state.older == .loading)
      model.send(.reachedOldest)
      #expect(timeline.shown == [50])
      timeline.windows.give(
        Sample.window([Sample.item("Null"), Sample.item("Eins")], olderHere: true, incomplete: true))
      #expect(model.state.older == .here)
      model.send(.reachedOldest)
      #expect(timeline.shown == [50, 50])
      timeline.windows.give(Sample.window([Sample.item("Eins")], incomplete: true))
      timeline.loading.shut()
      model.send(.reachedOldest)
      model.send(.reachedOldest)
      await timeline.loading.isWaitedAt()
      #expect(model.state.older == .loading)
      timeline.loading.open()
      await model.settled()
      #expect(timeline.loads == 1)
      #expect(timeline.shown == [50, 50, 50])
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
      // The server has none after all, and is not asked again and again.
      #expect(model.state.older == .none)
      #expect(timeline.shown == [])
      model.send(.reachedOldest)
      await model.settled()
      #expect(timeline.loads == 3)
    }
  }

  @Test("end where the core shows no more, and are not asked for any more")
  func limit() async {
    await model { model in
      let items = (1...ChatModel.most).map { Sample.item("Nr. \($0)") }
      let way = Sample.pending("Unterwegs", .queued)
      timeline.windows.give(Sample.window(Array(items.dropFirst()) + [way], olderHere: true))
      #expect(model.state.older == .here)
      timeline.windows.give(Sample.window(items + [way], olderHere: true, incomplete: true))
      #expect(model.state.older == .limit)
      model.send(.reachedOldest)
      await model.settled()
      #expect(timeline.shown == [])
      #expect(timeline.loads == 0)
      #expect(model.state.older == .limit)
    }
  }
}
