import Foundation

/// The program that the steps of the world are for. It ends when its input does, so with the tests.
final class StackProgram: Sendable {
  /// Started by the first scenario that needs it.
  static let shared = Task { try await StackProgram() }

  private let queue = DispatchQueue(label: "dienstchat-stack")
  private let input: FileHandle
  private let output: Lines

  private init() async throws {
    let folder = try Package.text("native/programs")
    let process = Process()
    process.executableURL = URL(filePath: folder).appending(path: "dienstchat-stack")
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    self.input = input.fileHandleForWriting
    self.output = Lines(output.fileHandleForReading)
    guard try await answer(to: nil) != nil else { throw Failure("the stack did not start") }
  }

  /// Sends a line and returns what is answered; throws when the answer is an error.
  func send(_ command: JSON) async throws -> JSON {
    guard let line = try await answer(to: command.line) else { throw Failure("the stack has ended") }
    let answer = try JSON(line: line)
    guard let value = try answer.object()["ok"] else { throw Failure("\(command): \(answer)") }
    return value
  }

  /// One line after the other: the next command waits for this one's answer.
  private func answer(to line: String?) async throws -> String? {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { [input, output] in
        continuation.resume(
          with: Result {
            if let line { try input.write(contentsOf: Data((line + "\n").utf8)) }
            return output.next()
          })
      }
    }
  }
}

/// The lines that come out of a pipe.
final class Lines: Sendable {
  private let file: FileHandle
  private let rest = Locked(Data())

  init(_ file: FileHandle) {
    self.file = file
  }

  /// Waits for the next line; nil at the end.
  func next() -> String? {
    rest.withLock { rest in
      while true {
        if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
          let line = String(decoding: rest[..<end], as: UTF8.self)
          rest = Data(rest[rest.index(after: end)...])
          return line
        }
        let more = file.availableData
        if more.isEmpty { return nil }
        rest.append(more)
      }
    }
  }
}
