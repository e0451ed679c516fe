import Dienstchat
import Foundation

@testable import DienstchatScreens

/// Values of the core that tests begin with.
enum Sample {
  static let duty = DutyID(account: "account", duty: "4711")

  static func account(
    _ id: String = "account", ov: String = "xyz", _ state: AccountState = .active,
    signOutAfter: String? = nil, clockOffset: TimeInterval? = nil, offline: Bool = false
  ) -> AccountInfo {
    AccountInfo(
      id: id, ov: ov, userId: "@xyz_1:example.org", state: state, signOutAfter: signOutAfter,
      clockOffsetMs: clockOffset.map { Int64($0 * 1_000) }, offline: offline)
  }

  /// A duty that began an hour ago and goes on for three.
  static func chat(
    _ duty: String = "4711", account: String = "account", ov: String = "xyz",
    title: String = "Stadtfest", place: String? = "Wache", state: DutyState = .planned,
    phase: Phase = .active, sealed: ChatSeal? = nil, last: TimelineItem? = nil, unread: UInt64 = 0
  ) -> ChatSummary {
    ChatSummary(
      account: account, ov: ov, dutyId: duty, title: title, startsAt: at(hours: -1), endsAt: at(hours: 3),
      meetingPoint: place, state: state, phase: phase,
      limits: Limits(readOnlyFrom: at(hours: 3 + 48), deleteAt: at(hours: 3 + 32 * 24)), sealed: sealed,
      lastMessage: last, unread: unread)
  }

  static func item(
    _ text: String, id: String? = nil, sender: String = "@xyz_2:example.org", name: String? = "Ben",
    own: Bool = false, minutes: Double = 0, content: Content? = nil
  ) -> TimelineItem {
    TimelineItem(
      id: .event(eventId: id ?? "$\(text)"), sender: sender, senderName: name, own: own,
      at: VirtualClock.start.addingTimeInterval(minutes * 60), content: content ?? .text(text: text),
      state: .received)
  }

  static func pending(_ text: String, _ state: ItemState, id: String = "t1") -> TimelineItem {
    TimelineItem(
      id: .transaction(transactionId: id), sender: "@xyz_1:example.org", senderName: "Anna", own: true,
      at: VirtualClock.start, content: .text(text: text), state: state)
  }

  static func window(
    _ items: [TimelineItem], olderHere: Bool = false, incomplete: Bool = false
  ) -> TimelineWindow {
    TimelineWindow(items: items, olderHere: olderHere, incomplete: incomplete)
  }

  static func member(
    _ name: String, number: Int = 2, role: Role = .assigned, function: String? = nil,
    joined: Bool = true, own: Bool = false
  ) -> ChatMember {
    ChatMember(
      account: "xyz_\(number)", userId: "@xyz_\(number):example.org", name: name, role: role,
      function: function, joined: joined, own: own)
  }

  static func at(hours: Double) -> Date {
    VirtualClock.start.addingTimeInterval(hours * 3_600)
  }
}

/// A phone with everything on it that a model stands on.
@MainActor
struct Phone {
  let core = FakeCore()
  let clock = VirtualClock()
  let corrected: CorrectedClock
  let navigator = Navigator()
  let store = MemoryStore()
  let preferences: PreferenceKeeper
  let network = Network()
  let language: Speech.Language

  init(_ language: Speech.Language = .german) {
    self.language = language
    preferences = PreferenceKeeper(store)
    corrected = CorrectedClock { [clock] in MainActor.assumeIsolated { clock.now } }
  }

  var surroundings: Surroundings {
    Surroundings(
      core: core, speech: Speech(language), navigator: navigator, preferences: preferences,
      network: network, clock: corrected,
      pause: { [clock] in try await clock.pause($0) })
  }

  var texts: any Texts { surroundings.texts }

  /// Puts a chat on the phone.
  func chat(_ id: DutyID = Sample.duty) -> FakeChat {
    let chat = FakeChat()
    core.fakeChats[id] = chat
    return chat
  }
}

@MainActor
final class MemoryStore: PreferenceStore {
  var values: [String: Data] = [:]

  func data(forKey key: String) -> Data? { values[key] }

  func set(_ data: Data?, forKey key: String) { values[key] = data }
}

@MainActor
final class FakeOwner: DeviceOwner {
  var canBeAsked = true
  var answer = true
  private(set) var asked: [String] = []
  let asking = Gate()

  func isThere(reason: String) async -> Bool {
    asked.append(reason)
    await asking.pass()
    return answer
  }
}

@MainActor
final class FakeWindow: BrowserWindow {
  private(set) var shown: [URL] = []
  private(set) var isOpen = false
  var canShow = true
  private var ended: (@MainActor (URL?) -> Void)?
  private var arrivals: [CheckedContinuation<Void, Never>] = []

  func show(_ url: URL, ended: @escaping @MainActor (URL?) -> Void) -> Bool {
    guard canShow else { return false }
    shown.append(url)
    isOpen = true
    self.ended = ended
    for arrival in arrivals { arrival.resume() }
    arrivals = []
    return true
  }

  func close() {
    isOpen = false
    // The system says of a page that is closed from outside what it says of one that a person closes.
    end(with: nil)
  }

  func end(with url: URL?) {
    isOpen = false
    ended?(url)
    ended = nil
  }

  func isShown() async {
    if !isOpen { await withCheckedContinuation { arrivals.append($0) } }
  }
}

extension Screen {
  /// Follows for as long as the work takes.
  func following(_ work: @MainActor () async throws -> Void) async rethrows {
    let following = Task { await follow() }
    defer { following.cancel() }
    try await work()
  }
}
