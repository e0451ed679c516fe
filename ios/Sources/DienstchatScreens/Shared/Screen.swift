import Foundation
import Observation

/// The model of a screen: what it shows, and what can happen on it.
@MainActor
public protocol Screen: AnyObject, Observable {
  associatedtype State: Equatable & Sendable
  associatedtype Event: Sendable

  /// What the screen shows now.
  var state: State { get }

  /// Says that something has happened on the screen. What takes time goes on afterwards.
  func send(_ event: Event)

  /// Waits until everything that was begun by ``send(_:)`` is done.
  func settled() async

  /// Follows the core for as long as the screen is there: until the task is cancelled.
  func follow() async
}

/// Waits for a while; ends with an error when the task is cancelled.
public typealias Pause = @Sendable (Duration) async throws -> Void

/// Tells the time.
public typealias Now = @Sendable () -> Date
