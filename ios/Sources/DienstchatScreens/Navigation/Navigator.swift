import Foundation
import Observation

/// Where the person is: the screens above the list of duties, and how far each chat is scrolled.
@MainActor
@Observable
public final class Navigator {
  /// What is kept while the app is not running.
  struct Kept: Codable, Equatable {
    var stack: [Route] = []
    var anchors: [Anchor] = []
  }

  /// The message at which a chat was left.
  struct Anchor: Codable, Equatable {
    let chat: DutyID
    let message: MessageID
  }

  /// So many chats keep their place.
  static let keptAnchors = 50

  static let key = "navigation"

  /// The screens, the topmost last. What the system takes away with its own gestures it takes here.
  public var stack: [Route] {
    get { screens }
    set {
      screens = newValue
      leaveGone()
    }
  }

  /// The account whose duties the list shows alone; nil for all. It is not kept: whoever comes back later
  /// sees everything first.
  public var chosenAccount: String?

  /// How many links were followed.
  public private(set) var linksFollowed = 0

  private var screens: [Route]
  /// Nobody follows them: they change with each message that is scrolled past.
  @ObservationIgnored private var anchors: [Anchor]
  /// Accounts that were gone when there was still something to read of a sign-out above their screens.
  @ObservationIgnored private var gone: Set<String> = []
  @ObservationIgnored private var store: (any PreferenceStore)?

  public init() {
    screens = []
    anchors = []
  }

  /// As it was kept; as new when that cannot be read. A sign-in or a link that was under way is not
  /// continued: the core remembers what is to be.
  init(restoring data: Data?) {
    let kept = data.flatMap { try? JSONDecoder().decode(Kept.self, from: $0) } ?? Kept()
    anchors = kept.anchors
    screens = Array(
      kept.stack.prefix { route in
        switch route {
        case .chat, .details, .settings, .privacy, .licences: true
        case .organisation, .signIn, .link, .signOut, .signOutAfter, .problem: false
        }
      })
  }

  /// As it was kept in this place, which ``save()`` keeps it in.
  public convenience init(keptIn store: any PreferenceStore) {
    self.init(restoring: store.data(forKey: Self.key))
    self.store = store
  }

  /// Keeps it as it is now.
  public func save() {
    store?.set(restoration, forKey: Self.key)
  }

  /// What ``init(restoring:)`` takes.
  var restoration: Data? { try? JSONEncoder().encode(kept) }

  private var kept: Kept { Kept(stack: screens, anchors: anchors) }

  /// The topmost screen; nil for the list of duties.
  public var top: Route? { stack.last }

  /// Goes to a screen, unless it is there already.
  public func push(_ route: Route) {
    if top != route { stack.append(route) }
  }

  /// Goes back by one screen.
  public func pop() {
    _ = stack.popLast()
  }

  /// Goes back by one screen if it is this one.
  public func pop(_ route: Route) {
    if top == route { pop() }
  }

  /// Goes to one screen in the place of the topmost one.
  public func replace(with route: Route) {
    pop()
    push(route)
  }

  /// Back to the list of duties, and from there to this screen.
  public func show(_ route: Route? = nil) {
    stack = route.map { [$0] } ?? []
  }

  /// Back to the list of duties, and from there to what the link leads to. One that is followed again is
  /// tried again.
  public func follow(_ link: String) {
    linksFollowed += 1
    show(.link(link))
  }

  /// Leaves the screens of an account that is gone.
  public func leave(account: String) {
    if let first = stack.firstIndex(where: { $0.account == account }) { stack.removeSubrange(first...) }
    anchors.removeAll { $0.chat.account == account }
    if chosenAccount == account { chosenAccount = nil }
  }

  /// Leaves every account that is not one of these; says whether there was anything of such a one.
  ///
  /// The page on which somebody has just signed one out stays: it may have something to say yet, and
  /// leaves by itself. What lies under it is left with it.
  func leave(accountsBut listed: Set<String>) -> Bool {
    let before = kept
    anchors.removeAll { !listed.contains($0.chat.account) }
    if let chosenAccount, !listed.contains(chosenAccount) { self.chosenAccount = nil }
    gone = Set(stack.compactMap(\.account)).subtracting(listed)
    leaveGone()
    return kept != before
  }

  private func leaveGone() {
    if case .signOut? = top { return }
    let gone = gone
    self.gone = []
    guard let first = stack.firstIndex(where: { $0.account.map(gone.contains) ?? false }) else { return }
    screens.removeSubrange(first...)
    save()
  }

  /// Where the chat was left; nil at its newest message.
  public func anchor(of chat: DutyID) -> MessageID? {
    anchors.last { $0.chat == chat }?.message
  }

  /// Keeps where the chat is left.
  public func keep(_ message: MessageID?, of chat: DutyID) {
    anchors.removeAll { $0.chat == chat }
    guard let message else { return }
    anchors.append(Anchor(chat: chat, message: message))
    anchors.removeFirst(max(anchors.count - Self.keptAnchors, 0))
  }
}

extension Route {
  /// The account that the screen is about; nil when it is about none alone.
  var account: String? {
    switch self {
    case .chat(let duty), .details(let duty): duty.account
    case .signOut(let account), .signOutAfter(let account), .problem(let account): account
    case .signIn(.account(let id, _)): id
    case .organisation, .signIn, .link, .settings, .privacy, .licences: nil
    }
  }
}
