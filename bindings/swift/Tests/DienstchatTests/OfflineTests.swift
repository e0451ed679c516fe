import Dienstchat
import Foundation
import Testing

@testable import DienstchatScenarios

private let callback = "dienstchat://login?code=abc&state=def"

private struct Unforeseen: Error {}

private final class BrokenClock: Clock, @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0

  var asked: Int { lock.withLock { count } }

  func nowMs() throws -> Int64 {
    lock.withLock { count += 1 }
    throw Unforeseen()
  }
}

/// What holds without any server: nobody listens at the addresses used here.
@Suite("Without a server", .timeLimit(.minutes(1)))
struct OfflineTests {
  private let folder: Folder
  private let keyStore = MemoryKeyStore()

  init() throws {
    folder = try Folder()
  }

  private func open(_ config: Config? = nil, clock: (any Clock)? = nil) async throws -> Dienstchat {
    try await .open(config: config ?? folder.config(), keyStore: keyStore, clock: clock)
  }

  @Test("settings that are not valid are refused")
  func settings() async {
    await #expect(throws: OpenError.InvalidConnector) {
      try await open(folder.config(connector: "nowhere"))
    }
    await #expect(throws: OpenError.InvalidAppHost) {
      try await open(folder.config(appHosts: ["https://chat.example/path"]))
    }
    await #expect(throws: OpenError.InvalidIssuers) {
      try await open(folder.config(issuers: "[[issuers]]\nissuer = 5"))
    }
  }

  @Test("a new device has nothing")
  func nothing() async throws {
    let dienstchat = try await open()
    #expect(try await dienstchat.accounts().list() == [])
    #expect(try await dienstchat.chats().list() == [])
    #expect(try await dienstchat.links().remembered() == nil)
    #expect(try await dienstchat.accounts().maintain() == 0)
  }

  @Test("a link that is followed before signing in is remembered")
  func link() async throws {
    let target = try await open().links().open(link: "https://chat.example/d/XYZ/4711")
    #expect(target == .signIn(ov: "xyz"))
    let links = try await open().links()
    #expect(try await links.remembered() == "dienstchat://duty/xyz/4711")
    try await links.forget()
    #expect(try await links.remembered() == nil)
  }

  @Test("the directory says that there is no connection")
  func offline() async throws {
    let dienstchat = try await open()
    await #expect(throws: ClientError.Offline) {
      try await dienstchat.organisations().search(text: "xyz")
    }
  }

  @Test("an id that is none is the error of its call")
  func ids() async throws {
    let dienstchat = try await open()
    await #expect(throws: ClientError.InvalidId) {
      try await dienstchat.accounts().get(id: "nobody")
    }
    await #expect(throws: ClientError.NoSuchAccount) {
      try await dienstchat.accounts().get(id: "xyz_1")
    }
    await #expect(throws: SignInError.InvalidId) {
      try await dienstchat.signIn().begin(
        target: .organisation(ov: "not a code"), redirectUri: "dienstchat://login")
    }
    await #expect(throws: ClientError.NoSuchAccount) {
      try await dienstchat.accounts().signOut(id: "xyz_1")
    }
  }

  @Test("a callback for a sign-in that was never begun is dropped")
  func strayCallback() async throws {
    let signIn = try await open().signIn()
    await #expect(throws: SignInError.UnknownCallback) { try await signIn.finish(callback: callback) }
    try await signIn.cancel()
  }

  @Test("a clock that throws counts as the system's")
  func clock() async throws {
    let clock = BrokenClock()
    let dienstchat = try await open(clock: clock)
    #expect(try await !dienstchat.signIn().expects(callback: callback))
    #expect(clock.asked > 0)
  }

  @Test("a key store that throws is an error of the call")
  func keyStoreThatThrows() async throws {
    let dienstchat = try await open()
    let failures: [(any Error, Unavailable)] = [
      (KeyStoreError.Locked, .locked), (KeyStoreError.Lost, .keyMissing), (KeyStoreError.Failed, .storage),
      (Unforeseen(), .storage),
    ]
    for (failure, reason) in failures {
      keyStore.fail(with: failure)
      await #expect(throws: SignInError.Store(reason: reason)) {
        try await dienstchat.signIn().expects(callback: callback)
      }
    }
  }

  @Test("what reads the disk does not keep the main actor from its work")
  @MainActor
  func mainActor() async throws {
    let dienstchat = try await open()
    let atWork = DispatchSemaphore(value: 0)
    keyStore.beforeCalls { guard atWork.wait(timeout: .now() + 30) == .success else { throw Unforeseen() } }
    // Its turn comes only if the call below leaves the actor to others.
    Task { @MainActor in
      for _ in 1...100 { atWork.signal() }
    }
    #expect(try await !dienstchat.signIn().expects(callback: callback))
  }

  @Test("the version is three numbers")
  func versionNumber() {
    #expect(version().wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
  }
}
