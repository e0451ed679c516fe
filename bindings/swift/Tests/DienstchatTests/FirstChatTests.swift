#if os(Linux)
  import Foundation
  import FoundationNetworking
  import Testing

  @testable import DienstchatScenarios

  @Suite("Ten minutes to your first chat", .timeLimit(.minutes(2)))
  struct FirstChatTests {
    @Test("The program signs in, says something, and sees it come back")
    func program() async throws {
      let scratch = try Folder()
      let stack = try await StackProgram.shared.value
      let world = try await stack.send(["do": "world"])
      let settings = scratch.url.appending(path: "settings.toml")
      let connector = try world.field("connector")
      try "connector = \(connector)\napp_hosts = [\(connector)]\n\n\(world.field("issuers").text())"
        .write(to: settings, atomically: true, encoding: .utf8)

      // Its output is read while it runs, so it must not be kept back.
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "stdbuf", "-oL", try Self.executable().path(), settings.path(),
        try world.field("ov").text(),
      ]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let output = Lines(pipe.fileHandleForReading)

      let marker = "Open this in a browser: "
      var lines: [String] = []
      while let line = await output.following() {
        lines.append(line)
        guard line.hasPrefix(marker) else { continue }
        let callback = try await stack.send([
          "do": "browse", "world": world.field("id"), "person": "anna",
          "url": .string(String(line.dropFirst(marker.count))),
        ]).field("callback").text()
        let url = try #require(URL(string: callback))
        _ = try await URLSession.shared.data(from: url)
      }
      process.waitUntilExit()
      _ = try await stack.send(["do": "end", "world": world.field("id")])

      #expect(process.terminationStatus == 0)
      #expect(lines.last == "Anna Bin da! received", "\(lines)")
    }

    /// Beside this test's own bundle.
    private static func executable() throws -> URL {
      let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      let file = bundle.deletingLastPathComponent().appending(path: "FirstChat")
      try #require(FileManager.default.isExecutableFile(atPath: file.path()), "\(file.path())")
      return file
    }
  }

  extension Lines {
    /// Waits for the next line without keeping a thread of the tasks.
    fileprivate func following() async -> String? {
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: self.next()) }
      }
    }
  }
#endif
