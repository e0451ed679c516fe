import Dienstchat
import Foundation
import Observation

/// What the system says of the network.
@MainActor
@Observable
public final class Network {
  public private(set) var isOnline = true
  /// The same for the core, which asks from its own threads.
  @ObservationIgnored public nonisolated let connectivity = NetworkConnectivity()

  @ObservationIgnored private let told = Changes()

  public init() {}

  /// Says each time that it has changed, until the task is cancelled.
  func changes() -> AsyncStream<Void> { told.stream() }

  /// Says that the network came or went; the core is to be told then.
  public func changed(isOnline: Bool) {
    guard self.isOnline != isOnline else { return }
    self.isOnline = isOnline
    connectivity.set(isOnline)
    told.happened()
  }
}

/// What the core is told of the network when it asks.
public final class NetworkConnectivity: Connectivity, @unchecked Sendable {
  // Guards `online`, which is all that is unchecked here.
  private let lock = NSLock()
  private var online = true

  public func isOnline() throws -> Bool {
    lock.withLock { online }
  }

  func set(_ value: Bool) {
    lock.withLock { online = value }
  }
}
