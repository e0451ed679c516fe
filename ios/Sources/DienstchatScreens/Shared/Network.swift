import Dienstchat
import Foundation
import Observation

/// What the system says of the network, and what the core has found out about where it leads.
@MainActor
@Observable
public final class Network {
  /// Whether there is a network at all.
  public private(set) var isOnline = true
  /// The accounts that find no connection.
  @ObservationIgnored private var offline: Set<String> = []
  /// The same for the core, which asks from its own threads.
  @ObservationIgnored public nonisolated let connectivity = NetworkConnectivity()

  @ObservationIgnored private let told = Changes()

  public init() {}

  /// Whether this account is without a connection.
  func isOffline(_ account: String) -> Bool { !isOnline || offline.contains(account) }

  /// Whether any account is.
  var isOffline: Bool { !isOnline || !offline.isEmpty }

  /// Takes over what the core says of the accounts.
  func accountsAre(_ accounts: [AccountInfo]) {
    let offline = Set(accounts.filter(\.offline).map(\.id))
    guard offline != self.offline else { return }
    self.offline = offline
    told.happened()
  }

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
