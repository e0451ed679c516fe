import Dienstchat

@testable import DienstchatScreens

/// A core that holds what the test puts into it, and notes what is asked of it.
@MainActor
final class FakeCore: Core {
  struct Unprepared: Error {}

  var organisations: [Organisation] = []
  var infos: [AccountInfo] = []
  var summaries: [ChatSummary] = []
  var fakeChats: [DutyID: FakeChat] = [:]
  var targets: [String: LinkTarget] = [:]
  var remembered: String?
  /// What calls of this name fail with, all or those with this argument.
  var failures: [String: any Error] = [:]
  /// What was called, with what.
  private(set) var calls: [String] = []
  let accountFeed = Feed<[AccountInfo]>()
  let chatFeed = Feed<[ChatSummary]>()
  let searching = Gate()
  let signing = Gate()
  let syncing = Gate()
  let synchronising = Feed<Void>()
  var signedIn = "account"
  var browser: (any Browser)?
  var expected: Set<String> = []
  var awaited: Set<String> = []
  var serverTold = true

  nonisolated init() {}

  private func called(_ name: String, _ what: String = "") throws {
    calls.append(what.isEmpty ? name : "\(name) \(what)")
    if let failure = failures[name] ?? failures["\(name) \(what)"] { throw failure }
  }

  nonisolated func networkChanged() {
    Task { @MainActor in calls.append("networkChanged") }
  }

  func shutDown() async {
    calls.append("shutDown")
  }

  func search(_ text: String) async throws -> [Organisation] {
    calls.append("search \(text)")
    await searching.pass()
    try Task.checkCancellation()
    if let failure = failures["search"] { throw failure }
    return organisations.filter { $0.ov == text.lowercased() || $0.name.contains(text) }
  }

  func accounts() async throws -> [AccountInfo] {
    try called("accounts")
    return infos
  }

  func followAccounts(_ each: @escaping Each<[AccountInfo]>) async {
    await accountFeed.follow(each)
  }

  func signOut(account: String) async throws -> SignedOut {
    try called("signOut", account)
    return SignedOut(serverTold: serverTold)
  }

  func signOut(account: String, after duty: String?) async throws {
    try called("signOutAfter", [account, duty].compactMap(\.self).joined(separator: " "))
  }

  func maintain() async throws -> UInt64 {
    try called("maintain")
    return 0
  }

  func synchronise(account: String) async throws {
    try called("synchronise", account)
    await synchronising.follow { _ in }
    calls.append("stopped \(account)")
  }

  func syncOnce(account: String) async throws {
    await syncing.pass()
    try called("syncOnce", account)
  }

  func signIn(_ target: SignInTarget, redirectUri: String, browser: any Browser) async throws -> String {
    calls.append("signIn")
    self.browser = browser
    try browser.open(url: "https://issuer.example/authorize")
    await withTaskCancellationHandler {
      await signing.pass()
    } onCancel: {
      Task { @MainActor in signing.open() }
    }
    try browser.dismiss()
    try Task.checkCancellation()
    if let failure = failures["signIn"] { throw failure }
    return signedIn
  }

  func signInCallback(_ url: String) async throws -> Bool {
    try called("signInCallback", url)
    guard awaited.contains(url) else { return false }
    signing.open()
    return true
  }

  func expects(callback: String) async throws -> Bool {
    try called("expects", callback)
    return expected.contains(callback)
  }

  func finishSignIn(callback: String) async throws -> String {
    try called("finishSignIn", callback)
    return signedIn
  }

  func open(link: String) async throws -> LinkTarget {
    try called("open", link)
    guard let target = targets[link] else { throw LinkError.NotOnDuty }
    return target
  }

  func rememberedLink() async throws -> String? {
    try called("rememberedLink")
    return remembered
  }

  func forgetLink() async throws {
    try called("forgetLink")
    remembered = nil
  }

  func chats() async throws -> [ChatSummary] {
    try called("chats")
    return summaries
  }

  func followChats(_ each: @escaping Each<[ChatSummary]>) async {
    await chatFeed.follow(each)
  }

  func chat(account: String, dutyId: String) async throws -> any CoreChat {
    try called("chat", dutyId)
    guard let chat = fakeChats[DutyID(account: account, duty: dutyId)] else { throw ChatError.NotFound }
    return chat
  }
}
