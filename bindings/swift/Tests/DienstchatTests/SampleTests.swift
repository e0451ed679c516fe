import Dienstchat
import Foundation
import Testing

@testable import DienstchatScenarios

/// A block of code in a page.
private struct Block {
  let page: String
  let lines: [String]

  /// All blocks of Swift of a page.
  static func all(of page: String) throws -> [Block] {
    var blocks: [Block] = []
    var lines: [String]?
    for line in try Package.text(page).components(separatedBy: "\n") {
      if line == "```swift" {
        lines = []
      } else if line == "```", let ended = lines {
        blocks.append(Block(page: page, lines: ended))
        lines = nil
      } else {
        lines?.append(line)
      }
    }
    return blocks
  }
}

@Suite("What the documentation shows")
struct SampleTests {
  private static let catalogue = "Sources/Dienstchat/Dienstchat.docc"
  private static let firstChat = "\(catalogue)/FirstChat.md"
  private static let samples = [
    "Tests/DienstchatTests/Samples/Samples.swift",
    "Tests/DienstchatTests/Samples/KeychainKeyStore.swift",
    "Tests/DienstchatTests/Samples/SystemBrowser.swift",
  ]

  @Test("in ten minutes is a program that is compiled")
  func tenMinutes() throws {
    let blocks = try Block.all(of: Self.firstChat)
    #expect(blocks.first?.lines.first == "// swift-tools-version: 6.2")
    let program = blocks.dropFirst().map { $0.lines.joined(separator: "\n") }
    #expect(program.joined(separator: "\n\n") + "\n" == (try Package.text("Samples/FirstChat/FirstChat.swift")))
  }

  @Test("elsewhere stands in a source that is compiled")
  func articles() throws {
    let sources = try Self.samples.map { undented(try Package.text($0).components(separatedBy: "\n")) }
    let pages = try FileManager.default
      .contentsOfDirectory(atPath: Package.root.appending(path: Self.catalogue).path())
      .map { "\(Self.catalogue)/\($0)" }
      .filter { $0.hasSuffix(".md") && $0 != Self.firstChat }
    let blocks = try pages.flatMap(Block.all)
    #expect(blocks.count > 5)
    for block in blocks {
      #expect(sources.contains { contains(undented(block.lines), $0) }, "\(block)")
    }
  }

  /// Lines without their indentation, and without those that are empty.
  private func undented(_ lines: [String]) -> [String] {
    lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  private func contains(_ lines: [String], _ source: [String]) -> Bool {
    guard lines.count <= source.count else { return false }
    return (0...(source.count - lines.count)).contains {
      Array(source[$0..<($0 + lines.count)]) == lines
    }
  }
}
