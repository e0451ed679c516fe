import Dienstchat
import DienstchatScreens
import SwiftUI

/// The app on this phone: its model, with the system behind it.
@MainActor
final class Phone {
  let app: AppModel
  let lock: LockModel
  let owner = BiometricOwner()
  let configuration: Configuration
  private let store = UserDefaultsStore()
  private let monitor = NetworkMonitor()

  init() {
    let preferences = PreferenceKeeper(store)
    let navigator = Navigator(keptIn: store)
    let configuration = Bundled.configuration
    self.configuration = configuration
    let app = AppModel(
      navigator: navigator, preferences: preferences, configuration: configuration,
      deviceLanguages: { Locale.preferredLanguages }
    ) { connectivity in
      let folder = try DataFolder.url()
      let dienstchat = try await Dienstchat.open(
        config: Config(
          dataDir: folder.path(percentEncoded: false), connector: configuration.connector,
          appHosts: configuration.appHosts, issuers: configuration.issuers),
        keyStore: KeychainKeyStore(), connectivity: connectivity)
      DataFolder.protect(folder)
      return LiveCore(dienstchat)
    }
    self.app = app
    lock = LockModel(preferences: preferences, owner: owner) { app.texts.settingsAppLockHint }
  }

  func start() {
    app.send(.started)
    monitor.start { [app] in app.send(.networkChanged(isOnline: $0)) }
  }

  func scene(is phase: ScenePhase) {
    switch phase {
    case .active:
      lock.send(.becameActive)
      // The languages may have been changed in the system's settings meanwhile.
      app.send(.languageChanged)
      app.send(.becameActive)
    case .inactive:
      lock.send(.becameInactive)
    case .background:
      lock.send(.wentToBackground)
      BackgroundTime.during { [app] in
        app.send(.wentToBackground)
        await app.settled()
      }
    @unknown default: break
    }
  }

  func refreshInBackground() async {
    app.send(.started)
    await app.settled()
    await app.maintain()
  }
}
