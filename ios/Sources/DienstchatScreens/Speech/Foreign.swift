import Foundation

// Words that other people chose: names, titles, messages. They may hold anything.

extension Speech {
  /// A name, on one line; a word for it when there is none.
  func name(_ name: String?) -> String {
    let line = Foreign.line(name ?? "")
    return line.isEmpty ? texts.noName : line
  }

  /// A duty's title, on one line; a word for it when there is none.
  func title(_ title: String) -> String {
    let line = Foreign.line(title)
    return line.isEmpty ? texts.untitled : line
  }
}

/// Makes foreign words safe to be set beside the app's own.
enum Foreign {
  /// The length after which a preview is cut.
  static let preview = 200

  /// Without line breaks and without what turns the direction of everything that follows.
  static func line(_ text: String) -> String {
    let cleaned = String(String.UnicodeScalarView(plain(text).unicodeScalars.map { isBreak($0) ? " " : $0 }))
    return cleaned.split(separator: " ").joined(separator: " ")
  }

  /// Without what turns the direction of everything that follows.
  static func plain(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: turns) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !turns($0) }))
  }

  /// Set apart, so that its direction does not change that of the sentence around it.
  static func isolated(_ text: String) -> String {
    "\u{2068}\(text)\u{2069}"
  }

  /// The first characters, with an ellipsis when there are more; no character is cut in two.
  static func cut(_ text: String, to length: Int) -> String {
    let head = text.prefix(length)
    return head.endIndex == text.endIndex ? text : head + "…"
  }

  private static func turns(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
  }
}
