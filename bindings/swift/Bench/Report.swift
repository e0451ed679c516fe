import Foundation

/// Where the figures go, each as soon as it is there: a line for people, or one JSON object.
struct Report {
  let json: Bool

  /// Rounds whose median is shown.
  private static let rounds = 25

  /// How long one call of this work takes, in microseconds.
  func time(_ name: String, batch: Int = 2_000, _ work: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let times = try (0..<Self.rounds).map { _ in
      try clock.measure { for _ in 0..<batch { try work() } } / batch
    }
    show(name, times)
  }

  func time(_ name: String, batch: Int = 500, _ work: () async throws -> Void) async rethrows {
    let clock = ContinuousClock()
    var times: [Duration] = []
    for _ in 0..<Self.rounds {
      let start = clock.now
      for _ in 0..<batch { try await work() }
      times.append((clock.now - start) / batch)
    }
    show(name, times)
  }

  /// How much longer one call of this work takes than one of the other, by turns.
  func difference(
    _ name: String, batch: Int = 500, _ work: () throws -> Void, and other: () throws -> Void
  ) rethrows {
    let clock = ContinuousClock()
    let times = try (0..<Self.rounds).map { _ in
      let long = try clock.measure { for _ in 0..<batch { try work() } }
      let short = try clock.measure { for _ in 0..<batch { try other() } }
      return (long - short) / batch
    }
    show(name, times)
  }

  private func show(_ name: String, _ times: [Duration]) {
    let median = times.sorted()[times.count / 2]
    let micros = Double(median.components.seconds) * 1e6 + Double(median.components.attoseconds) / 1e12
    let value = (micros * 100).rounded() / 100
    if json {
      print(#"{"bench":"ffi","case":"Swift: \#(name)","value":\#(value),"unit":"µs"}"#)
    } else {
      let label = "Swift: \(name)".padding(toLength: 68, withPad: " ", startingAt: 0)
      print("ffi    \(label) \(String(format: "%10.2f", value)) µs   (median of \(times.count))")
    }
  }
}
