import Dienstchat
import Foundation

@testable import DienstchatScenarios
@testable import DienstchatScreens

/// What a step is on a screen.
struct ScreenStep: Sendable {
  /// The model that it goes through.
  let model: String
  let action: Action

  init<Model: Screen>(_ model: Model.Type, action: @escaping Action) {
    self.init("\(model)", action: action)
  }

  init(_ model: String, action: @escaping Action) {
    self.model = model
    self.action = action
  }
}

/// The steps of one scenario that go through screens.
struct ScreenSteps: Sendable {
  /// Subscriptions of which more is asked than a screen shows.
  private let unseen: Set<String>
  private let synchronisers = Synchronisers()

  init(_ scenario: Scenario) throws {
    unseen = Set(
      try scenario.allSteps.filter { $0["pulls"] != nil || $0.asksForConnection }
        .compactMap { try $0.textOrNil("subscription") })
  }

  /// What this step is on a screen; nil when no screen does it.
  func screenStep(_ step: Step) throws -> ScreenStep? {
    guard !step.isOfTheWorld, step["held"] == nil, step["cancellation"] == nil else { return nil }
    let error = try step.textOrNil("error")
    if error?.hasSuffix(".Closed") == true { return nil }
    switch try step.action {
    case "open": return error == nil ? .open : nil
    case "search": return .search
    case "sign_in": return .signIn
    case "link": return .link
    case "forget_link": return .forgetLink
    case "sign_out": return error == nil ? .signOut : nil
    case "sign_out_after": return .signOutAfter
    case "read": return try read(step, error)
    case "send": return .send
    case "retry": return error == "ChatError.NotQueued" ? nil : .retry
    case "discard": return .discard
    case "set_draft": return .setDraft
    case "mark_read": return .markRead
    case "load_older": return .loadOlder
    case "start_sync": return .start(synchronisers)
    case "stop_sync": return .stop(synchronisers)
    case "subscribe":
      return unseen.contains(try step.text("as")) ? nil : .subscribe(to: try step.text("to"))
    default: return nil
    }
  }

  private func read(_ step: Step, _ error: String?) throws -> ScreenStep? {
    switch try step.text("what") {
    case "accounts": .accounts
    case "account": error?.hasPrefix("ClientError.Store.") == true ? .problem : nil
    case "chats": .chats
    case "chat": .chat
    case "members": .members
    case "queue": .queue
    case "draft": .draft
    default: nil
    }
  }
}

extension Step {
  /// An account's connection is seen on no screen that lists accounts.
  fileprivate var asksForConnection: Bool {
    guard case .array(let accounts) = self["until"] else { return false }
    return accounts.contains {
      if case .object(let account) = $0 { account["offline"] != nil } else { false }
    }
  }
}

extension Turn {
  /// What a model stands on: a phone of its own with the app that is open.
  @MainActor
  func surroundings() throws -> Surroundings {
    Surroundings(
      core: LiveCore(try phone.openApp()), speech: Speech(.german), navigator: Navigator(),
      preferences: PreferenceKeeper(ForgetfulStore()), network: Network())
  }

  /// The chat that the step is about.
  func dutyID() async throws -> DutyID {
    DutyID(account: try await accountId(), duty: try dutyId())
  }
}

/// Keeps nothing: no scenario is about what is chosen.
@MainActor
final class ForgetfulStore: PreferenceStore {
  func data(forKey key: String) -> Data? { nil }

  func set(_ data: Data?, forKey key: String) {}
}
