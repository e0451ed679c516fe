/// Why the actual value is not as expected; nil when it is.
func mismatch(_ expected: JSON, _ actual: JSON) throws -> String? {
  switch (expected, actual) {
  case (.array(let expected), .array(let items)):
    guard expected.count == items.count else { return "\(actual) has not \(expected.count) items" }
    return try zip(expected, items).lazy.compactMap { try mismatch($0, $1) }.first
  case (.object(let forms), .array(let items)):
    for (form, wanted) in forms where try !holds(form, wanted, of: items) {
      return "\(form) \(wanted) does not hold of \(actual)"
    }
    return nil
  case (.object(let fields), .object(let values)):
    for (name, wanted) in fields {
      guard let value = values[name] else { return "\(actual) has no \(name)" }
      if let reason = try mismatch(wanted, value) { return "\(name): \(reason)" }
    }
    return nil
  case (.int(let expected), .double(let value)), (.double(let value), .int(let expected)):
    return Double(expected) == value ? nil : "\(actual) is not \(expected)"
  default:
    return expected == actual ? nil : "\(actual) is not \(expected)"
  }
}

private func holds(_ form: String, _ wanted: JSON, of items: [JSON]) throws -> Bool {
  func isThere(_ wanted: JSON) throws -> Bool {
    try items.contains { try mismatch(wanted, $0) == nil }
  }
  switch form {
  case "count": return items.count == (try wanted.int())
  case "has": return try wanted.array().allSatisfy(isThere)
  case "lacks": return try !wanted.array().contains(where: isThere)
  case "first": return try mismatch(wanted, items.first ?? .null) == nil
  case "last": return try mismatch(wanted, items.last ?? .null) == nil
  default: throw Failure("a list is not matched by \(form)")
  }
}
