import SwiftUI

extension Binding where Value: Sendable {
  /// What is shown, and what is done with what the person makes of it. SwiftUI asks and tells on the main
  /// actor, but does not promise it in every version.
  @MainActor
  init(showing shown: @escaping @MainActor () -> Value, _ changed: @escaping @MainActor (Value) -> Void) {
    self.init(
      get: { MainActor.assumeIsolated { shown() } },
      set: { value in MainActor.assumeIsolated { changed(value) } })
  }
}
