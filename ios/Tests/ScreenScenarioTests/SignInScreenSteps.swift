import Dienstchat
import Foundation

@testable import DienstchatScenarios
@testable import DienstchatScreens

extension ScreenStep {
  static let signIn = ScreenStep(SignInModel.self) { turn in
    let account = try await turn.signIn(to: turn.target())
    return try await turn.phone.openApp().accounts().get(id: account).view()
  }
}

extension Turn {
  fileprivate func target() async throws -> SignInTo {
    let ov = try step.textOrNil("ov") ?? names.find("world.ov").text()
    if try step.flag("again") { return .account(id: try await accountId(), ov: ov) }
    return .organisation(ov: ov, name: "DRK Musterstadt")
  }

  @MainActor
  fileprivate func signIn(to target: SignInTo) async throws -> String {
    let surroundings = try surroundings()
    let window = PersonsWindow(self, phone: try phone)
    let model = SignInModel(
      surroundings, target: target, redirectUri: "dienstchat://login", window: window)
    surroundings.navigator.push(.signIn(target))
    model.send(.continued)
    await model.settled()
    if let failure = window.failure { throw failure }
    switch model.state.stage {
    case .signedIn(let account):
      let link = try await surroundings.core.rememberedLink()
      guard surroundings.navigator.stack == (link.map { [.link($0)] } ?? []) else {
        throw Failure("it leads to \(surroundings.navigator.stack)")
      }
      return account
    case .failed(let failure, _):
      try step.shows(failure) { ($0 as? SignInError).map { SignInFailure($0) } }
    case .explaining, .inBrowser, .finishing: throw Failure("\(model.state.stage) in \(step)")
    }
  }
}

/// The phone's browser, in which the person of the step does what the page asks for.
@MainActor
private final class PersonsWindow: BrowserWindow {
  private let turn: Turn
  private let phone: Phone
  /// Why the page could not be carried out.
  private(set) var failure: (any Error)?

  init(_ turn: Turn, phone: Phone) {
    self.turn = turn
    self.phone = phone
  }

  func show(_ url: URL, ended: @escaping @MainActor (URL?) -> Void) -> Bool {
    guard (try? phone.browserFault.check([:])) != nil else { return false }
    phone.browserShows.set(true)
    Task {
      do {
        guard let person = try turn.step.textOrNil("person") else { return }
        ended(try await callback(of: url, person))
      } catch {
        failure = error
        ended(nil)
      }
    }
    return true
  }

  func close() {
    phone.browserShows.set(false)
  }

  private func callback(of url: URL, _ person: String) async throws -> URL {
    var browse: [String: JSON] = [
      "do": "browse", "url": .string(url.absoluteString), "person": .string(person),
    ]
    for field in ["ov", "consent"] { browse[field] = turn.step[field] }
    let callback = try await turn.run.toTheWorld(browse).field("callback").text()
    guard let url = URL(string: callback) else { throw Failure("\(callback) is no URL") }
    return url
  }
}
