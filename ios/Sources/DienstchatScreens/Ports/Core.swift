import Dienstchat

/// What a model is told while it follows something: a value, or why there is none now.
public typealias Each<Value> = @MainActor (Result<Value, any Error>) -> Void

/// What the screens need of the core. ``LiveCore`` is the one that the app uses.
public protocol Core: CoreDirectory, CoreAccounts, CoreSignIn, CoreLinks, CoreChats {
  /// Tells the core that the network came or went.
  func networkChanged()

  /// Ends what is under way and lets go of the files.
  func shutDown() async
}

/// The organisations that one can sign in to.
public protocol CoreDirectory: Sendable {
  func search(_ text: String) async throws -> [Organisation]
}

/// The accounts on this device.
public protocol CoreAccounts: Sendable {
  func accounts() async throws -> [AccountInfo]

  /// Tells what they are and become, until the task is cancelled or the core was shut down.
  func followAccounts(_ each: @escaping Each<[AccountInfo]>) async

  func signOut(account: String) async throws -> SignedOut

  /// Chooses the duty after which the account signs itself out; nil: it stays.
  func signOut(account: String, after duty: String?) async throws

  /// Deletes what has to be deleted by now; says how many chats that were.
  func maintain() async throws -> UInt64

  /// Synchronises until the task is cancelled.
  func synchronise(account: String) async throws

  /// One round, without waiting for anything new.
  func syncOnce(account: String) async throws
}

/// Signing in.
public protocol CoreSignIn: Sendable {
  /// Signs in with this browser; the id of the account.
  func signIn(_ target: SignInTarget, redirectUri: String, browser: any Browser) async throws -> String

  /// Hands a callback to the sign-in that waits for it; false when none does.
  func signInCallback(_ url: String) async throws -> Bool

  /// Whether the callback is that of a sign-in that was begun here.
  func expects(callback: String) async throws -> Bool

  /// Finishes a sign-in that was begun before the app was started anew; the id of the account.
  func finishSignIn(callback: String) async throws -> String
}

/// Links to chats.
public protocol CoreLinks: Sendable {
  func open(link: String) async throws -> LinkTarget

  /// The link that was followed before signing in.
  func rememberedLink() async throws -> String?

  func forgetLink() async throws
}

/// The chats of all accounts.
public protocol CoreChats: Sendable {
  func chats() async throws -> [ChatSummary]

  /// Tells what they are and become, until the task is cancelled or the core was shut down.
  func followChats(_ each: @escaping Each<[ChatSummary]>) async

  func chat(account: String, dutyId: String) async throws -> any CoreChat
}
