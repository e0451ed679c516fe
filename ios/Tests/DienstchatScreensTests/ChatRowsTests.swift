import Dienstchat
import Foundation
import Testing

@testable import DienstchatScreens

@Suite("The rows of a long chat", .timeLimit(.minutes(1)))
@MainActor
struct ChatRowsTests: ChatSuite {
  private static let count = 10_000
  let world = ChatWorld(isOpen: true)
  private let items = (1...count).map { Sample.item("Nr. \($0)", minutes: Double($0 - count) / 5) }

  private func model(_ work: @MainActor (ChatModel) async throws -> Void) async rethrows {
    try await world.following { model in
      timeline.windows.give(Sample.window(items))
      // So many are not written out while the screen waits.
      #expect(!model.state.isLoaded)
      await model.settled()
      #expect(model.state.messages.count == Self.count)
      #expect(model.mapper.written == Self.count)
      try await work(model)
    }
  }

  @Test("are written out once, however much is typed")
  func typing() async {
    await model { model in
      let before = model.state
      for number in 1...100 { model.send(.typed(String(repeating: "W", count: number))) }
      #expect(model.state.composer.canSend)
      #expect(model.state.composer.text.count == 100)
      #expect(model.mapper.written == Self.count)
      #expect(model.state.looksLike(before))
      model.send(.atNewest(false))
      #expect(!model.state.looksLike(before))
    }
  }

  @Test("are written out again only where something has changed")
  func changes() async {
    await model { model in
      var items = items
      items.append(Sample.item("Neu"))
      timeline.windows.give(Sample.window(items))
      #expect(model.mapper.written == Self.count + 1)
      items[5] = Sample.item("Nr. 6", minutes: Double(6 - Self.count) / 5, content: .deleted)
      timeline.windows.give(Sample.window(items))
      #expect(model.mapper.written == Self.count + 2)
      #expect(model.state.messages[5].content == .deleted)
      chat.summary.give(Sample.chat(title: "Anders"))
      model.send(.askedForWhole(.event("$Nr. 1")))
      #expect(model.mapper.written == Self.count + 3)
      #expect(model.state.messages.count == Self.count + 1)
    }
  }

  @Test("are not written out again because a minute or a day has passed, which their days show")
  func time() async {
    await model { model in
      await phone.clock.isWaitedFor()
      #expect(days(of: model) == ["Gestern", "Heute"])
      phone.clock.pass(.seconds(86_400))
      while days(of: model).last == "Heute" { await Task.yield() }
      #expect(days(of: model) == ["Fr., 4. Dez.", "Gestern"])
      #expect(model.mapper.written == Self.count)
    }
  }

  @Test("are written out anew for other roles, and what comes meanwhile is not lost")
  func meanwhile() async {
    await model { model in
      chat.members.give([Sample.member("Ben", role: .responsible)])
      timeline.windows.give(Sample.window(items + [Sample.item("Neu")]))
      await model.settled()
      #expect(model.mapper.written == 2 * Self.count + 1)
      #expect(model.state.messages.last?.shown == "Neu")
      #expect(model.state.messages.count { $0.isResponsible } == Self.count + 1)
      // Who has joined is nothing that rows show.
      chat.members.give([Sample.member("Ben", role: .responsible, joined: false)])
      await model.settled()
      #expect(model.mapper.written == 2 * Self.count + 1)
    }
  }

  private func days(of model: ChatModel) -> [String] {
    model.state.rows.compactMap { if case .day(let day, _) = $0 { day } else { nil } }
  }
}
