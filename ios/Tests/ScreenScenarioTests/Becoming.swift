import Observation

@testable import DienstchatScenarios
@testable import DienstchatScreens

/// A screen that is shown: its model follows the core.
@MainActor
final class Shown<Model: Screen & Sendable> {
  let model: Model
  private let following: Task<Void, Never>
  private let hasEnded = Ended()

  init(_ model: Model) {
    self.model = model
    following = Task { [hasEnded] in
      await model.follow()
      hasEnded.value = true
    }
  }

  deinit {
    following.cancel()
  }

  /// Waits until the state is such.
  func becomes(_ what: String, _ holds: (Model.State) -> Bool) async throws {
    while !holds(model.state) {
      if hasEnded.value { throw Failure("\(Model.self) has ended before \(what)") }
      await changed { [model, hasEnded] in (model.state, hasEnded.value) }
    }
  }
}

/// Whether following has ended.
@MainActor
@Observable
final class Ended {
  var value = false

  nonisolated init() {}
}

/// Waits until something that is read here has changed.
@MainActor
func changed<Value>(_ read: () -> Value) async {
  await withCheckedContinuation { continuation in
    withObservationTracking {
      _ = read()
    } onChange: {
      continuation.resume()
    }
  }
}
