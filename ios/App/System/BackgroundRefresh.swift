import BackgroundTasks
import UIKit

/// What the system lets the app do now and then while nobody looks: delete what has to be deleted, and
/// fetch what is new.
enum BackgroundRefresh {
  /// As in `BGTaskSchedulerPermittedIdentifiers`.
  static let name = "de.dienstchat.refresh"
  /// The system chooses the moment; this is the earliest.
  private static let pause: TimeInterval = 4 * 3_600

  @MainActor
  static func schedule() {
    let request = BGAppRefreshTaskRequest(identifier: name)
    request.earliestBeginDate = Date(timeIntervalSinceNow: pause)
    // It fails where the person has switched background refresh off; then the app deletes at its start.
    try? BGTaskScheduler.shared.submit(request)
  }
}

/// A moment longer in the background, to end what is under way.
@MainActor
enum BackgroundTime {
  static func during(_ work: @escaping @MainActor () async -> Void) {
    let application = UIApplication.shared
    var task = UIBackgroundTaskIdentifier.invalid
    @MainActor func end() {
      if task != .invalid { application.endBackgroundTask(task) }
      task = .invalid
    }
    task = application.beginBackgroundTask { end() }
    Task {
      await work()
      end()
    }
  }
}
