import Testing

@testable import DienstchatScreens

@Suite("A long text")
struct LongTextTests {
  private nonisolated static let family = "👨‍👩‍👧‍👦"
  private nonisolated static let arabic = "اجتماع الفريق عند المدخل الشمالي في الساعة السادسة "

  /// What has to come out of any text.
  private func pieces(of text: String, sourceLocation: SourceLocation = #_sourceLocation) -> [Substring] {
    let pieces = LongText.pieces(of: text)
    // Byte by byte: `==` takes different ways to write a letter for the same.
    #expect(pieces.joined().utf8.elementsEqual(text.utf8), sourceLocation: sourceLocation)
    for piece in pieces {
      #expect((1...LongText.piece.scalars).contains(piece.unicodeScalars.count), sourceLocation: sourceLocation)
      #expect(piece.count(where: \.isNewline) <= LongText.piece.lines, sourceLocation: sourceLocation)
    }
    return pieces
  }

  @Test("is none when it fits", arguments: [
    "Bin da.", "Zeile\nZeile\r\n", String(repeating: "W", count: LongText.piece.scalars), family,
  ])
  func short(_ text: String) {
    #expect(pieces(of: text) == [text[...]])
    #expect(LongText.beginning(of: text) == nil)
  }

  @Test("has no pieces when it is empty")
  func empty() {
    #expect(pieces(of: "") == [])
    #expect(LongText.beginning(of: "") == nil)
  }

  @Test("is divided after words, whichever way they are read", arguments: ["Treffpunkt ", arabic, "\(family) "])
  func words(_ text: String) {
    let text = String(repeating: text, count: 65_536 / text.utf8.count)
    let pieces = pieces(of: text)
    #expect(pieces.count > 1)
    for piece in pieces.dropLast() {
      #expect(piece.last == " ")
      #expect(piece.unicodeScalars.count > LongText.piece.scalars / 2)
    }
  }

  @Test("is divided after a line rather than after a word")
  func lines() {
    let line = String(repeating: "Wort ", count: 120) + "Ende\r\n"
    let pieces = pieces(of: String(repeating: line, count: 50))
    #expect(pieces == Array(repeating: line[...], count: 50))
  }

  @Test("is too much also when its lines are many", arguments: ["\n", "x\n", "x\r\n", "x\u{2028}"])
  func manyLines(_ line: String) {
    let text = String(repeating: line, count: 2_000)
    #expect(pieces(of: text).count == 20)
    #expect(LongText.beginning(of: text) == String(repeating: line, count: 100) + "…")
  }

  @Test("keeps whole what people see as one character", arguments: [
    family, "🇩🇪", "👍🏽", "🏳️‍🌈", "e\u{301}", "W", "ด้", "שָׁ",
  ])
  func characters(_ one: String) {
    // With something before them, so that the limit falls on each of their places.
    for before in 0...one.unicodeScalars.count {
      let text = String(repeating: "x", count: before) + String(repeating: one, count: 3_000)
      for piece in pieces(of: text) { #expect(piece.allSatisfy { $0 == "x" || String($0) == one }) }
      #expect(LongText.beginning(of: text)?.allSatisfy { "x…".contains($0) || String($0) == one } ?? true)
    }
  }

  @Test("of one character without an end is cut after all")
  func endless() {
    let text = "a" + String(repeating: "\u{301}", count: 32_767)
    #expect(text.count == 1)
    #expect(pieces(of: text).count == 33)
    #expect(LongText.beginning(of: text)?.unicodeScalars.count == LongText.beginning.scalars + 1)
    _ = pieces(of: String(repeating: "🚑" + String(repeating: "\u{301}", count: 1_500), count: 10))
  }

  @Test("of any kind comes out whole")
  func any() {
    var numbers = Numbers()
    let parts = [" ", "\n", "\r", "\r\n", "\u{301}", "\u{200D}", "👩", "🇩", "🏽", "x", "ش", "\u{200F}", "W".repeated(700)]
    for _ in 1...30 {
      _ = pieces(of: (1...3_000).map { _ in parts.randomElement(using: &numbers) ?? "" }.joined())
    }
  }
}

/// The same ones each time.
private struct Numbers: RandomNumberGenerator {
  private var last: UInt64 = 1

  mutating func next() -> UInt64 {
    last = last &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return last ^ (last >> 33)
  }
}

extension String {
  fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
