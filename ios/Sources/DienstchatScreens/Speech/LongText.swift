/// Divides texts that are too much to be laid out at once: a message may have 64 KiB.
enum LongText {
  /// The most that a part holds.
  struct Limit {
    /// Of Unicode: what people see as one character may have any number of them.
    let scalars: Int
    /// Each of them may be as short as it likes.
    let lines: Int
  }

  /// What one view lays out.
  static let piece = Limit(scalars: 1_000, lines: 100)
  /// What is shown of a message until the whole of it is asked for.
  static let beginning = Limit(scalars: 4_000, lines: 100)

  /// The beginning of a text, with an ellipsis; nil when it is not too long to be shown whole.
  static func beginning(of text: String) -> String? {
    let end = end(of: text[...], beginning)
    return end == text.endIndex ? nil : text[..<end] + "…"
  }

  /// A text in pieces, of which none is empty, and which are the text again when they are joined.
  static func pieces(of text: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = text[...]
    while !rest.isEmpty {
      let end = end(of: rest, piece)
      pieces.append(rest[..<end])
      rest = rest[end...]
    }
    return pieces
  }

  /// Where the first part of a text ends: after a line, or after a word, or at least not inside of what
  /// people see as one character. Such a one that is itself too long is cut after all.
  private static func end(of text: Substring, _ limit: Limit) -> Substring.Index {
    let scalars = text.unicodeScalars
    func after(_ start: Substring.Index, _ count: Int) -> Substring.Index {
      scalars.index(start, offsetBy: count, limitedBy: text.endIndex) ?? text.endIndex
    }
    let most = after(text.startIndex, limit.scalars)
    // A part that ends before is too short to be worth a whole line or word.
    let early = after(text.startIndex, limit.scalars / 2)
    // A little more, for the character at the end, but not all of one that has no end.
    let ahead = text[..<after(most, limit.scalars)]
    var end = text.startIndex
    var line: Substring.Index?
    var word: Substring.Index?
    var lines = 0
    while end < most {
      let next = ahead.index(after: end)
      guard next <= most else { break }
      if ahead[end].isNewline {
        lines += 1
        if lines == limit.lines { return next }
        if next > early { line = next }
      } else if ahead[end] == " ", next > early {
        word = next
      }
      end = next
    }
    if most == text.endIndex { return most }
    return line ?? word ?? (end > text.startIndex ? end : most)
  }
}
