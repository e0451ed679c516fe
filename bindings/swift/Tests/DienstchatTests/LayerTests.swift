import Dienstchat
import Foundation
import Testing

@testable import DienstchatScenarios

/// The hand-written layer on a real chat; what both languages do is in the scenarios.
@Suite("On a real chat", .timeLimit(.minutes(2)))
struct LayerTests {
  @Test("sequences follow it, and end with their task")
  func sequences() async throws {
    let scratch = try Folder()
    let stack = try await StackProgram.shared.value
    let world = try await stack.send(["do": "world"])
    let dienstchat = try await Dienstchat.open(
      config: scratch.config(
        connector: world.field("connector").text(),
        appHosts: world.field("app_hosts").array().map { try $0.text() },
        issuers: world.field("issuers").text()),
      keyStore: MemoryKeyStore())
    let result: Result<Void, any Error>
    do {
      let account = try await signIn(dienstchat, stack, world)
      let synchronising = Task { try await account.synchronise() }
      let chat = try await firstChat(of: account)
      try await say(30, in: chat)
      // What is said from here on stays in the queue.
      synchronising.cancel()
      await #expect(throws: CancellationError.self) { try await synchronising.value }
      result = .success(try await watch(chat))
    } catch {
      result = .failure(error)
    }
    await dienstchat.shutDown()
    _ = try await stack.send(["do": "end", "world": world.field("id")])
    try result.get()
  }

  private func signIn(
    _ dienstchat: Dienstchat, _ stack: StackProgram, _ world: JSON
  ) async throws -> Account {
    let signIn = dienstchat.signIn()
    let started = try await signIn.begin(
      target: .organisation(ov: world.field("ov").text()), redirectUri: "dienstchat://login")
    let answer = try await stack.send([
      "do": "browse", "world": world.field("id"), "person": "anna",
      "url": .string(started.authorizeUrl),
    ])
    return try await signIn.finish(callback: answer.field("callback").text())
  }

  private func firstChat(of account: Account) async throws -> Chat {
    for try await chats in account.chats().lists {
      // A chat is told apart by account and duty.
      #expect(Set(chats.map(\.id)).count == chats.count)
      if let first = chats.first { return try await account.chat(dutyId: first.dutyId) }
    }
    throw Failure("the list has ended")
  }

  /// Says it, and waits until it has come back from the server.
  private func say(_ count: Int, in chat: Chat) async throws {
    for number in 1...count { try await chat.sendQueue().sendText(text: "Nr. \(number)") }
    for try await window in chat.timeline().windows(limit: UInt16(count)) {
      if window.items.count(where: { $0.state == .received }) >= count { return }
    }
    throw Failure("the timeline has ended")
  }

  private func watch(_ chat: Chat) async throws {
    // A window grows when it is asked to, and each iteration has one of its own.
    let windows = chat.timeline().windows(limit: 10)
    var iterator = windows.makeAsyncIterator()
    let first = try #require(try await iterator.next())
    #expect(first.items.count == 10)
    #expect(first.olderHere)
    windows.showOlder(count: 15)
    let wider = try #require(try await iterator.next())
    #expect(wider.items.count == 25)
    #expect(Array(wider.items.suffix(10)) == first.items)
    var other = windows.makeAsyncIterator()
    #expect(try await other.next()?.items.count == 10)

    // The whole and the steps say the same.
    let queue = chat.sendQueue()
    for number in 1...5 { try await queue.sendText(text: "Später \(number)") }
    var lists = queue.lists.makeAsyncIterator()
    var steps = queue.diffs.makeAsyncIterator()
    var folded: [QueuedMessage] = []
    folded.apply(try #require(try await steps.next()))
    #expect(try await lists.next() == folded)
    try await queue.discard(transactionId: folded[3].transactionId)
    let diffs = try #require(try await steps.next())
    #expect(diffs == [.remove(index: 3)])
    folded.apply(diffs)
    #expect(try await lists.next() == folded)
    #expect(try await queue.list() == folded)

    var summaries = chat.summaries.makeAsyncIterator()
    #expect(try await summaries.next() == chat.summary())
    var members = chat.memberLists.makeAsyncIterator()
    #expect(try await members.next() == chat.members())

    // A wait in Rust ends with the task.
    let waiting = Task {
      var windows = chat.timeline().windows(limit: 10).makeAsyncIterator()
      var count = 0
      while try await windows.next() != nil { count += 1 }
      return count
    }
    waiting.cancel()
    #expect(try await waiting.value <= 1)
  }
}
