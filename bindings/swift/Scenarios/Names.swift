/// What was kept, by name.
final class Names: Sendable {
  private let values: Locked<[String: JSON]>
  private let outer: Names?
  private let keeps: Bool

  init() {
    values = Locked([:])
    outer = nil
    keeps = true
  }

  /// Those of a turn with this number, which perhaps keeps what is kept in it for itself.
  init(outer: Names, number: Int, keeps: Bool) {
    values = Locked(["i": .int(number)])
    self.outer = outer
    self.keeps = keeps
  }

  func keep(_ value: JSON, as name: String) {
    if let outer, !keeps {
      outer.keep(value, as: name)
    } else {
      values.withLock { $0[name] = value }
    }
  }

  /// The value with every `${…}` in its strings filled in.
  func filled(_ value: JSON) throws -> JSON {
    switch value {
    case .object(let fields): .object(try fields.mapValues(filled))
    case .array(let items): .array(try items.map(filled))
    case .string(let text): try filled(text)
    default: value
    }
  }

  /// What stands behind a path: a name, then fields and places.
  func find(_ path: String) throws -> JSON {
    let parts = path.split(separator: ".").map(String.init)
    guard var value = parts.first.flatMap(named) else { throw Failure("nothing is kept as \(path)") }
    for part in parts.dropFirst() {
      if case .array(let items) = value, let index = Int(part), items.indices.contains(index) {
        value = items[index]
      } else {
        value = try value.field(part)
      }
    }
    return value
  }

  private func named(_ name: String) -> JSON? {
    values.withLock { $0[name] } ?? outer?.named(name)
  }

  private func filled(_ text: String) throws -> JSON {
    if let whole = text.wholeMatch(of: /\$\{([^{}]+)\}/) { return try find(String(whole.1)) }
    var result = ""
    var rest = text[...]
    while let match = rest.firstMatch(of: /\$\{([^{}]+)\}/) {
      let value = try find(String(match.1))
      result += rest[..<match.range.lowerBound]
      if case .string(let text) = value { result += text } else { result += value.line }
      rest = rest[match.range.upperBound...]
    }
    return .string(result + rest)
  }
}
