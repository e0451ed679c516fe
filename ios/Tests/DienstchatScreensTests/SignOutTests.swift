import Dienstchat
import Foundation
import Testing

@testable import DienstchatScreens

@Suite("Signing out", .timeLimit(.minutes(1)))
@MainActor
struct SignOutTests {
  private let phone = Phone()

  private func model() -> SignOutModel {
    phone.navigator.stack = [.chat(Sample.duty), .settings, .signOut(account: "account")]
    return SignOutModel(phone.surroundings, account: "account")
  }

  @Test("says whose account it is and what is lost, with what is not sent yet")
  func lost() async {
    phone.core.summaries = [Sample.chat("1"), Sample.chat("2"), Sample.chat("3", account: "other")]
    let message = QueuedMessage(
      transactionId: "t", text: "Komme", queuedAt: VirtualClock.start, state: .queued)
    let first = phone.chat(DutyID(account: "account", duty: "1"))
    first.queued = [message]
    first.members.give([Sample.member("Ben"), Sample.member("A\u{202E}nna", own: true)])
    let sent = QueuedMessage(transactionId: "s", text: "Da", queuedAt: VirtualClock.start, state: .sent)
    phone.chat(DutyID(account: "account", duty: "2")).queued = [message, sent, message]
    phone.chat(DutyID(account: "other", duty: "3")).queued = [message]
    phone.core.infos = [Sample.account()]
    let model = model()
    #expect(model.state.question == "Abmelden")
    #expect(model.state.unsent == nil)
    await model.follow()
    #expect(model.state.question == "Bei XYZ abmelden?")
    #expect(model.state.unsent == phone.texts.settingsSignOutUnsent(count: 3))
    #expect(model.state.hint == [
      phone.texts.settingsSignOutPerson(name: "\u{2068}Anna\u{2069}"), phone.texts.settingsSignOutLost,
      phone.texts.settingsSignOutUnsent(count: 3),
    ].joined(separator: "\n\n"))
  }

  @Test("does not wait for the roster to say what is not sent")
  func noRoster() async {
    phone.core.summaries = [Sample.chat()]
    let chat = phone.chat()
    chat.queued = [QueuedMessage(transactionId: "t", text: "", queuedAt: VirtualClock.start, state: .queued)]
    let model = model()
    await model.following {
      await chat.members.isFollowed()
      #expect(model.state.hint == [
        phone.texts.settingsSignOutLost, phone.texts.settingsSignOutUnsent(count: 1),
      ].joined(separator: "\n\n"))
    }
  }

  @Test("tells nothing of what cannot be read")
  func unreadable() async {
    phone.core.failures["chats"] = ClientError.Store(reason: .damaged)
    let model = model()
    await model.follow()
    #expect(model.state.unsent == nil)
    phone.core.failures = [:]
    phone.core.summaries = [Sample.chat()]
    await model.follow()
    #expect(model.state.unsent == nil)
  }

  @Test("leaves what belongs to the account")
  func done() async {
    let model = model()
    model.send(.confirmed)
    model.send(.confirmed)
    await model.settled()
    #expect(model.state.stage == .done)
    #expect(phone.core.calls == ["signOut account"])
    #expect(phone.navigator.stack == [])
  }

  @Test("says so when the server could not be told")
  func offline() async {
    phone.core.serverTold = false
    let model = model()
    model.send(.confirmed)
    await model.settled()
    #expect(model.state.stage == .doneOffline(text: phone.texts.settingsSignedOutOffline))
    #expect(phone.navigator.top == .signOut(account: "account"))
    model.send(.closed)
    #expect(phone.navigator.stack == [])
  }

  @Test("can be tried again when not everything was deleted")
  func failed() async {
    phone.core.failures["signOut"] = ClientError.Store(reason: .storage)
    let model = model()
    model.send(.confirmed)
    await model.settled()
    #expect(model.state.stage == .failed(text: phone.texts.settingsSignOutFailed))
    phone.core.failures["signOut"] = ClientError.NoSuchAccount
    model.send(.confirmed)
    await model.settled()
    #expect(model.state.stage == .done)
  }

  @Test("leads to the list when it is left after the account has signed itself out")
  func goneMeanwhile() async {
    let model = model()
    #expect(!phone.navigator.leave(accountsBut: []))
    #expect(phone.navigator.top == .signOut(account: "account"))
    model.send(.closed)
    #expect(phone.navigator.stack == [])
    #expect(phone.core.calls == [])
  }

  @Test("does nothing when it is left")
  func left() async {
    let model = model()
    model.send(.closed)
    #expect(phone.navigator.stack == [.chat(Sample.duty), .settings])
    #expect(phone.core.calls == [])
  }
}
