import Network

/// Says when the network comes or goes.
@MainActor
final class NetworkMonitor {
  private let monitor = NWPathMonitor()
  private var isStarted = false

  func start(_ changed: @escaping @MainActor (_ isOnline: Bool) -> Void) {
    guard !isStarted else { return }
    isStarted = true
    monitor.pathUpdateHandler = { @Sendable path in
      let isOnline = path.status == .satisfied
      Task { @MainActor in changed(isOnline) }
    }
    monitor.start(queue: .global(qos: .utility))
  }
}
