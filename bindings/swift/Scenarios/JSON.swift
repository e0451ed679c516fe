import Foundation

/// A value of JSON.
enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])
}

extension JSON: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .int(value)
    } else if let value = try? container.decode(Double.self) {
      self = .double(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .int(let value): try container.encode(value)
    case .double(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// The values on one line of text.
  init(line: String) throws {
    self = try JSONDecoder().decode(JSON.self, from: Data(line.utf8))
  }

  var line: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { return "(not JSON)" }
    return String(decoding: data, as: UTF8.self)
  }
}

extension JSON: CustomStringConvertible {
  var description: String { line }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral {
  init(stringLiteral value: String) {
    self = .string(value)
  }

  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(uniqueKeysWithValues: elements))
  }
}

/// Why a scenario cannot go on, or did not hold.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

extension JSON {
  func object() throws -> [String: JSON] {
    guard case .object(let value) = self else { throw Failure("\(self) has no fields") }
    return value
  }

  func array() throws -> [JSON] {
    guard case .array(let value) = self else { throw Failure("\(self) is no list") }
    return value
  }

  func text() throws -> String {
    guard case .string(let value) = self else { throw Failure("\(self) is no text") }
    return value
  }

  func int() throws -> Int {
    guard case .int(let value) = self else { throw Failure("\(self) is no whole number") }
    return value
  }

  func bool() throws -> Bool {
    guard case .bool(let value) = self else { throw Failure("\(self) is neither true nor false") }
    return value
  }

  func field(_ name: String) throws -> JSON {
    guard let value = try object()[name] else { throw Failure("\(self) lacks \(name)") }
    return value
  }
}

extension Optional where Wrapped == JSON {
  /// Nil also of JSON's null.
  var orNil: JSON? { self == .null ? nil : self }
}
