import Dienstchat
import Foundation

/// The device's clock, corrected by what the core knows of it: for what is shown only, the core decides what
/// holds.
@MainActor
public final class CorrectedClock {
  private let device: Now
  private var offset: TimeInterval = 0
  private let changes = Changes()

  /// - Parameter device: Tells the time by this device's clock.
  public init(_ device: @escaping Now = { Date() }) {
    self.device = device
  }

  /// The time, as well as it is known here.
  var now: Date { device().addingTimeInterval(offset) }

  /// Takes over what the accounts know. Each has heard of other servers at another time; the one that finds
  /// least wrong is believed. Where nobody knows, the device is.
  func accountsAre(_ accounts: [AccountInfo]) {
    let known = accounts.compactMap(\.clockOffsetMs).min { $0.magnitude < $1.magnitude }
    let offset = Double(known ?? 0) / 1_000
    guard offset != self.offset else { return }
    self.offset = offset
    changes.happened()
  }

  /// Says each time that it was corrected, until the task is cancelled.
  func corrections() -> AsyncStream<Void> { changes.stream() }
}
