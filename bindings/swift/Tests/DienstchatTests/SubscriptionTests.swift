import Dienstchat
import Foundation
import Testing

@testable import DienstchatScenarios

@Suite("Subscriptions", .timeLimit(.minutes(1)))
struct SubscriptionTests {
  private let folder: Folder
  private let dienstchat: Dienstchat

  init() async throws {
    folder = try Folder()
    dienstchat = try await .open(config: folder.config(), keyStore: MemoryKeyStore())
  }

  @Test("begin with what there is, each iteration anew")
  func first() async throws {
    for _ in 1...2 {
      var diffs = dienstchat.chats().diffs.makeAsyncIterator()
      #expect(try await diffs.next() == [.reset(values: [])])
      var lists = dienstchat.accounts().lists.makeAsyncIterator()
      #expect(try await lists.next() == [])
    }
  }

  @Test("end in Rust when the task is cancelled, without an error")
  func cancelled() async throws {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let iteration = Task {
      var elements = 0
      for try await _ in dienstchat.chats().lists {
        elements += 1
        begin.yield()
      }
      return elements
    }
    for await _ in begun { break }
    iteration.cancel()
    #expect(try await iteration.value == 1)
  }

  @Test("of a cancelled task never begin")
  func cancelledBefore() async throws {
    let iteration = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      var elements = 0
      for try await _ in dienstchat.accounts().diffs { elements += 1 }
      return elements
    }
    #expect(try await iteration.value == 0)
  }

  @Test("end when Dienstchat is shut down, without an error")
  func shutDown() async throws {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let iteration = Task {
      for try await _ in dienstchat.accounts().lists { begin.yield() }
    }
    for await _ in begun { break }
    await dienstchat.shutDown()
    try await iteration.value
  }

  @Test("can be watched from the main actor")
  @MainActor
  func mainActor() async throws {
    var seen: [[ChatSummary]] = []
    for try await chats in dienstchat.chats().lists {
      seen.append(chats)
      break
    }
    #expect(seen == [[]])
  }
}

@Suite("After shutting down", .timeLimit(.minutes(1)))
struct ShutDownTests {
  @Test("every call says so, on objects from before and on new ones")
  func closed() async throws {
    let folder = try Folder()
    let dienstchat = try await Dienstchat.open(config: folder.config(), keyStore: MemoryKeyStore())
    let before = dienstchat.chats()
    await dienstchat.shutDown()
    await dienstchat.shutDown()

    await #expect(throws: ClientError.Closed) { try await before.list() }
    await #expect(throws: ClientError.Closed) { try await dienstchat.chats().list() }
    await #expect(throws: ClientError.Closed) { try await dienstchat.accounts().list() }
    await #expect(throws: ClientError.Closed) { try await dienstchat.accounts().maintain() }
    await #expect(throws: ClientError.Closed) { try await dienstchat.accounts().signOut(id: "xyz_1") }
    await #expect(throws: ClientError.Closed) { try await dienstchat.organisations().search() }
    await #expect(throws: LinkError.Closed) { try await dienstchat.links().remembered() }
    await #expect(throws: LinkError.Closed) {
      try await dienstchat.links().open(link: "dienstchat://duty/xyz/4711")
    }
    await #expect(throws: SignInError.Closed) { try await dienstchat.signIn().cancel() }
    await #expect(throws: SignInError.Closed) {
      try await dienstchat.signIn().begin(
        target: .organisation(ov: "xyz"), redirectUri: "dienstchat://login")
    }
    var lists = before.lists.makeAsyncIterator()
    #expect(try await lists.next() == nil)
  }

  @Test("the same folder can be opened again")
  func again() async throws {
    let folder = try Folder()
    let keyStore = MemoryKeyStore()
    for _ in 1...2 {
      let dienstchat = try await Dienstchat.open(config: folder.config(), keyStore: keyStore)
      #expect(try await dienstchat.accounts().list() == [])
      await dienstchat.shutDown()
    }
  }
}
