import Dienstchat
import Foundation

/// Keeps secrets for as long as the program runs. An app keeps them in the Keychain.
final class MemoryKeyStore: KeyStore, @unchecked Sendable {
  private let lock = NSLock()
  private var secrets: [String: Data] = [:]

  func get(name: String) throws -> Data? { lock.withLock { secrets[name] } }
  func put(name: String, secret: Data) throws { lock.withLock { secrets[name] = secret } }
  func delete(name: String) throws { lock.withLock { secrets[name] = nil } }
}

@main
struct FirstChat {
  static func main() async throws {
    // An app has its settings compiled in. These come from the file that `./dev demo --serve` names.
    let settings = try String(contentsOfFile: CommandLine.arguments[1], encoding: .utf8)
    let connector = String(settings.firstMatch(of: /connector = "(.+)"/)!.1)
    let issuers = String(settings[settings.firstRange(of: "[[issuers]]")!.lowerBound...])

    let dienstchat = try await Dienstchat.open(
      config: Config(
        dataDir: FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path(),
        connector: connector,
        appHosts: [connector],
        issuers: issuers
      ),
      keyStore: MemoryKeyStore()
    )

    let organisations = try await dienstchat.organisations().search(text: CommandLine.arguments[2])
    for organisation in organisations {
      print(organisation.ov, organisation.name)
    }

    let signIn = dienstchat.signIn()
    let loopback = try await signIn.loopback(redirectUri: "http://127.0.0.1/callback")
    let started = try await signIn.begin(
      target: .organisation(ov: organisations[0].ov), redirectUri: loopback.redirectUri())
    print("Open this in a browser:", started.authorizeUrl)
    let account = try await signIn.finish(callback: loopback.wait())

    let synchronising = Task { try await account.synchronise() }

    var duty: ChatSummary?
    for try await chats in account.chats().lists {
      duty = chats.first
      if duty != nil { break }
    }
    guard let duty else { return }
    print(duty.title, duty.startsAt)

    let chat = try await account.chat(dutyId: duty.dutyId)
    try await chat.sendQueue().sendText(text: "Bin da!")

    for try await window in chat.timeline().windows(limit: 30) {
      guard let newest = window.items.last else { continue }
      if case .text(let text) = newest.content {
        print(newest.senderName ?? "?", text, newest.state)
      }
      // It came back from the server, where others see it too.
      if newest.own, newest.state == .received { break }
    }

    synchronising.cancel()
    await dienstchat.shutDown()
  }
}
