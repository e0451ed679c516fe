import Dienstchat
import Foundation
import Testing

@testable import DienstchatScenarios

@Suite("Cancelling a task", .timeLimit(.minutes(1)))
struct CancellationTests {
  private let folder: Folder
  private let server: SilentServer
  private let dienstchat: Dienstchat

  init() async throws {
    folder = try Folder()
    server = try SilentServer()
    dienstchat = try await Dienstchat.open(
      config: folder.config(connector: server.url), keyStore: MemoryKeyStore())
  }

  @Test("ends the call in Rust, which is under way")
  func callUnderWay() async {
    let call = Task { try await dienstchat.organisations().search() }
    await server.connection()
    call.cancel()
    await #expect(throws: CancellationError.self) { try await call.value }
  }

  @Test("ends a call that begins afterwards")
  func callAfterwards() async {
    let call = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await dienstchat.organisations().search()
    }
    await #expect(throws: CancellationError.self) { try await call.value }
  }

  @Test("ends a sign-in that is begun")
  func signIn() async {
    let call = Task {
      try await dienstchat.signIn().begin(
        target: .organisation(ov: "xyz"), redirectUri: "dienstchat://login")
    }
    await server.connection()
    call.cancel()
    await #expect(throws: CancellationError.self) { try await call.value }
  }

  @Test("can be done by hand, with the error of the call")
  func byHand() async {
    let cancellation = Cancellation()
    let call = Task {
      try await dienstchat.organisations().search(text: "", cancellation: cancellation)
    }
    await server.connection()
    cancellation.cancel()
    await #expect(throws: ClientError.Cancelled) { try await call.value }
    await #expect(throws: ClientError.Cancelled) {
      try await dienstchat.organisations().search(text: "", cancellation: cancellation)
    }
  }
}
