import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("The place in a chat", .timeLimit(.minutes(1)))
@MainActor
struct ChatPlaceTests: ChatSuite {
  let world = ChatWorld()

  private func give(_ texts: String..., olderHere: Bool = false) {
    timeline.windows.give(Sample.window(texts.map { Sample.item($0) }, olderHere: olderHere))
  }

  private var anchor: MessageID? { phone.navigator.anchor(of: Sample.duty) }

  private func reads(of model: ChatModel) async -> Int {
    await model.settled()
    return chat.calls.count { $0 == "markRead" }
  }

  @Test("at the newest message, counts all as read while somebody looks")
  func read() async {
    await model { model in
      model.send(.looking(true))
      chat.summary.give(Sample.chat(unread: 1))
      // Nothing of it is on the screen yet.
      #expect(await reads(of: model) == 0)
      give("Eins")
      #expect(await reads(of: model) == 1)
      model.send(.atNewest(false))
      chat.summary.give(Sample.chat(unread: 2))
      #expect(await reads(of: model) == 1)
      #expect(model.state.unread == 2)
      model.send(.atNewest(true))
      #expect(await reads(of: model) == 2)
      chat.summary.give(Sample.chat(unread: 0))
      #expect(await reads(of: model) == 2)
    }
  }

  @Test("counts nothing as read while the app is locked, or in the background")
  func unseen() async {
    await model { model in
      // As after a start in the background: nobody has looked yet.
      chat.summary.give(Sample.chat(unread: 1))
      give("Eins")
      model.send(.atNewest(true))
      #expect(await reads(of: model) == 0)
      model.send(.looking(true))
      #expect(await reads(of: model) == 1)
      chat.summary.give(Sample.chat(unread: 0))
      model.send(.looking(false))
      chat.summary.give(Sample.chat(unread: 1))
      give("Eins", "Zwei")
      #expect(await reads(of: model) == 1)
      model.send(.looking(true))
      #expect(await reads(of: model) == 2)
    }
  }

  @Test("at which the chat was left, counts nothing as read")
  func readAtAnchor() async {
    phone.navigator.keep(.event("$Alt"), of: Sample.duty)
    await model { model in
      #expect(!model.state.isAtNewest)
      model.send(.looking(true))
      chat.summary.give(Sample.chat(unread: 3))
      // The end of an empty list is in view, which says nothing.
      model.send(.atNewest(true))
      give("Alt", "Neu")
      #expect(await reads(of: model) == 0)
      #expect(anchor == .event("$Alt"))
      model.send(.atNewest(true))
      #expect(await reads(of: model) == 1)
    }
  }

  @Test("is searched for on this device, and the messages are shown once it is there")
  func wanted() async {
    phone.navigator.keep(.event("$Alt"), of: Sample.duty)
    await model { model in
      #expect(model.state.anchor == .event("$Alt"))
      give("Neu", olderHere: true)
      #expect(timeline.shown == [ChatModel.wider])
      #expect(!model.state.isLoaded)
      #expect(model.state.rows == [])
      give("Alt", "Neu", olderHere: true)
      #expect(model.state.isLoaded)
      #expect(model.state.messages.count == 2)
      #expect(model.state.anchor == .event("$Alt"))
      // Found once, it is not searched for when it goes.
      give("Neu", olderHere: true)
      #expect(timeline.shown == [ChatModel.wider])
    }
  }

  @Test("is the newest message when the one at which it was left is gone")
  func lost() async {
    phone.navigator.keep(.event("$Weg"), of: Sample.duty)
    await model { model in
      model.send(.looking(true))
      chat.summary.give(Sample.chat(unread: 1))
      give("Neu")
      #expect(model.state.anchor == nil)
      #expect(model.state.isAtNewest)
      #expect(anchor == nil)
      #expect(timeline.shown == [])
      #expect(await reads(of: model) == 1)
    }
  }

  @Test("is kept only where it is not at the newest message, in whichever order that is told")
  func kept() async {
    await model { model in
      model.send(.atNewest(false))
      model.send(.scrolled(to: .event("$Eins")))
      // Before the messages are there, neither says anything.
      #expect(anchor == nil)
      #expect(model.state.isAtNewest)
      give("Eins", "Zwei")
      model.send(.scrolled(to: .event("$Eins")))
      #expect(anchor == nil)
      model.send(.atNewest(false))
      model.send(.scrolled(to: .event("$Eins")))
      #expect(anchor == .event("$Eins"))
      model.send(.atNewest(true))
      #expect(anchor == nil)
      model.send(.scrolled(to: .event("$Zwei")))
      #expect(anchor == nil)
      // As when the screen is left: its last view goes.
      model.send(.atNewest(false))
      #expect(anchor == nil)
    }
  }

  @Test("is where the list begins that appears again")
  func again() async {
    await model { model in
      give("Eins", "Zwei")
      model.send(.atNewest(false))
      model.send(.scrolled(to: .event("$Eins")))
      timeline.windows.fail(ChatError.Store(reason: .locked))
      #expect(model.state.anchor == .event("$Eins"))
    }
  }

  @Test("above the newest messages says how many have come from others")
  func arrivals() async {
    await model { model in
      give("Eins")
      give("Eins", "Zwei")
      #expect(model.state.unseen == 0)
      model.send(.atNewest(false))
      give("Null", "Eins", "Zwei")
      #expect(model.state.unseen == 0)
      let own = Sample.item("Ich", own: true)
      timeline.windows.give(
        Sample.window(
          ["Null", "Eins", "Zwei", "Drei", "Vier"].map { Sample.item($0) }
            + [own, Sample.pending("Unterwegs", .queued)]))
      #expect(model.state.unseen == 2)
      timeline.windows.give(
        Sample.window(
          ["Null", "Eins", "Zwei", "Drei", "Vier"].map { Sample.item($0) }
            + [own, Sample.item("Fünf"), Sample.pending("Unterwegs", .queued)]))
      #expect(model.state.unseen == 3)
      // Other roles are no new messages.
      await chat.members.isFollowed()
      chat.members.give([Sample.member("Ben", role: .responsible)])
      #expect(model.state.unseen == 3)
      model.send(.atNewest(true))
      #expect(model.state.unseen == 0)
    }
  }
}
