import DienstchatScreens
import SwiftUI

/// Dienstchat for iPhone.
@main
struct DienstchatApp: App {
  @UIApplicationDelegateAdaptor private var delegate: AppDelegate
  @Environment(\.scenePhase) private var scenePhase
  @State private var phone = Phone()

  var body: some Scene {
    WindowGroup {
      RootView(phone: phone)
        .task { phone.start() }
        .onOpenURL { phone.app.send(.followed($0)) }
        // Universal Links; the app's own scheme comes by `onOpenURL`.
        .onContinueUserActivity(NSUserActivityTypeBrowsingWeb) { activity in
          if let url = activity.webpageURL { phone.app.send(.followed(url)) }
        }
    }
    .onChange(of: scenePhase, initial: true) { _, scenePhase in phone.scene(is: scenePhase) }
    .backgroundTask(.appRefresh(BackgroundRefresh.name)) {
      await BackgroundRefresh.schedule()
      await phone.refreshInBackground()
    }
  }
}

/// Only for what comes before any scene: the system wakes the app in the background too.
final class AppDelegate: NSObject, UIApplicationDelegate {
  func application(
    _ application: UIApplication,
    didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]? = nil
  ) -> Bool {
    BackgroundRefresh.schedule()
    return true
  }
}
