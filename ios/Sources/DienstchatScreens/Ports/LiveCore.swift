import Dienstchat

/// The core of this device.
public struct LiveCore: Core {
  private let dienstchat: Dienstchat

  public init(_ dienstchat: Dienstchat) {
    self.dienstchat = dienstchat
  }

  public func networkChanged() {
    dienstchat.networkChanged()
  }

  public func shutDown() async {
    await dienstchat.shutDown()
  }

  public func search(_ text: String) async throws -> [Organisation] {
    try await dienstchat.organisations().search(text: text)
  }

  public func accounts() async throws -> [AccountInfo] {
    try await dienstchat.accounts().list()
  }

  public func followAccounts(_ each: @escaping Each<[AccountInfo]>) async {
    await follow(dienstchat.accounts().lists, each)
  }

  public func signOut(account: String) async throws -> SignedOut {
    try await dienstchat.accounts().signOut(id: account)
  }

  public func signOut(account: String, after duty: String?) async throws {
    try await dienstchat.accounts().signOutAfter(id: account, dutyId: duty)
  }

  public func maintain() async throws -> UInt64 {
    try await dienstchat.accounts().maintain()
  }

  public func synchronise(account: String) async throws {
    try await dienstchat.accounts().get(id: account).synchronise()
  }

  public func syncOnce(account: String) async throws {
    _ = try await dienstchat.accounts().get(id: account).syncOnce(waitMs: 0)
  }

  public func signIn(
    _ target: SignInTarget, redirectUri: String, browser: any Browser
  ) async throws -> String {
    try await dienstchat.signIn().withBrowser(
      target: target, redirectUri: redirectUri, browser: browser
    ).id()
  }

  public func signInCallback(_ url: String) async throws -> Bool {
    try await dienstchat.signIn().callback(url: url)
  }

  public func expects(callback: String) async throws -> Bool {
    try await dienstchat.signIn().expects(callback: callback)
  }

  public func finishSignIn(callback: String) async throws -> String {
    try await dienstchat.signIn().finish(callback: callback).id()
  }

  public func open(link: String) async throws -> LinkTarget {
    try await dienstchat.links().open(link: link)
  }

  public func rememberedLink() async throws -> String? {
    try await dienstchat.links().remembered()
  }

  public func forgetLink() async throws {
    try await dienstchat.links().forget()
  }

  public func chats() async throws -> [ChatSummary] {
    try await dienstchat.chats().list()
  }

  public func followChats(_ each: @escaping Each<[ChatSummary]>) async {
    await follow(dienstchat.chats().lists, each)
  }

  public func chat(account: String, dutyId: String) async throws -> any CoreChat {
    LiveChat(try await dienstchat.accounts().get(id: account).chat(dutyId: dutyId))
  }
}

/// Tells each value and each error of a subscription. After an error it goes on: the next value comes
/// once what was watched can be read again.
func follow<Updates: AsyncSequence>(
  _ updates: sending Updates, _ each: Each<Updates.Element>
) async where Updates.Element: Sendable {
  var iterator = updates.makeAsyncIterator()
  while true {
    do {
      guard let value = try await iterator.next() else { return }
      await each(.success(value))
    } catch {
      await each(.failure(error))
    }
  }
}
