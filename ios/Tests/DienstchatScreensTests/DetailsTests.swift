import Dienstchat
import Testing

@testable import DienstchatScreens

@Suite("Duty and members", .timeLimit(.minutes(1)))
@MainActor
struct DetailsTests {
  private let phone = Phone()
  private let chat: FakeChat

  init() {
    chat = phone.chat()
  }

  private func model(_ work: @MainActor (DetailsModel) async throws -> Void) async rethrows {
    let model = DetailsModel(phone.surroundings, chat: Sample.duty)
    try await model.following {
      await chat.summary.isFollowed()
      await chat.members.isFollowed()
      try await work(model)
    }
  }

  @Test("say when, where, until when, and of which organisation")
  func lines() async {
    await model { model in
      chat.summary.give(Sample.chat())
      #expect(!model.state.isLoaded)
      chat.members.give([])
      #expect(model.state.isLoaded)
      #expect(model.state.title == "Stadtfest")
      #expect(model.state.lines.map { "\($0.label): \($0.value)" } == [
        "Wann: Heute, 17:00 – 21:00", "Treffpunkt: Wache", "Organisation: XYZ", "Status: Geplant",
        "Schreiben bis: Mo., 7. Dez., 21:00", "Wird gelöscht: Mi., 6. Jan. 2027, 21:00",
      ])
      chat.summary.give(Sample.chat(place: " ", state: .cancelled, phase: .readOnly))
      #expect(model.state.lines.map(\.label) == ["Wann", "Organisation", "Status", "Wird gelöscht"])
      #expect(model.state.lines[2].value == "Abgesagt")
      chat.summary.give(Sample.chat(state: .chatOff))
      #expect(model.state.lines.contains { $0.value == "Chat ausgeschaltet" })
    }
  }

  @Test("mark who is responsible, and who is not in the chat yet")
  func members() async {
    await model { model in
      chat.summary.give(Sample.chat())
      chat.members.give([
        Sample.member("Anna", number: 1, role: .responsible, function: "Einsatzleitung", own: true),
        Sample.member("Ben", number: 2), Sample.member("Clara", number: 3, function: " ", joined: false),
      ])
      #expect(model.state.membersTitle == "3 Personen eingeteilt")
      #expect(model.state.members.map(\.note) == [
        "Du · Verantwortlich · Einsatzleitung", nil, "Noch nicht im Chat",
      ])
      #expect(model.state.members[0].spoken == "Anna, Du, Verantwortlich, Einsatzleitung")
      #expect(model.state.notYet == phone.texts.detailsNotYetHint(count: 1))
      chat.members.give([Sample.member("Ben")])
      #expect(model.state.notYet == nil)
      #expect(model.state.membersTitle == "1 Person eingeteilt")
    }
  }

  @Test("say why they cannot be shown, until that is over")
  func closed() async {
    await model { model in
      chat.summary.give(Sample.chat())
      chat.members.fail(ChatError.NotAMember)
      #expect(model.state.closed?.reason == .notAMember)
      #expect(model.state.members == [])
      chat.members.give([Sample.member("Ben")])
      #expect(model.state.closed == nil)
      chat.summary.fail(ChatError.ChatDeleted)
      #expect(model.state.closed?.reason == .deleted)
    }
  }

  @Test("of a chat that is not there say so, and can be left")
  func notFound() async {
    phone.core.fakeChats = [:]
    let model = DetailsModel(phone.surroundings, chat: Sample.duty)
    await model.follow()
    #expect(model.state.closed?.reason == .notFound)
    // The account may have gone: of the duty nobody knows anything then.
    #expect(model.state.closed?.title == phone.texts.endedMissing)
    phone.navigator.push(.details(Sample.duty))
    model.send(.closed)
    #expect(phone.navigator.stack == [])
  }
}
