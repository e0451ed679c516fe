#if os(Linux) || os(macOS)
  import Dienstchat
  import Foundation
  import Testing

  /// The check of `project.yml` that a release build begins with.
  @Suite("A release build")
  struct ReleaseTests {
    private static let ios = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let filled = (
      json: """
        {
          "connector": "https://connector.example",
          "appHosts": [
            "https://chat.example"
          ]
        }
        """, issuers: "[[issuers]]\nissuer = \"https://issuer.example\"\n"
    )

    private func project() throws -> String {
      try String(contentsOf: Self.ios.appending(path: "project.yml"), encoding: .utf8)
    }

    private func script() throws -> String {
      let project = try project()
      let lines = project.split(separator: "\n", omittingEmptySubsequences: false)
      let start = try #require(lines.firstIndex { $0.contains("script: |") })
      let indent = lines[start].prefix { $0 == " " }.count
      return lines[(start + 1)...].prefix { $0.prefix { $0 == " " }.count > indent }.joined(separator: "\n")
    }

    private func status(_ json: String, _ issuers: String, _ configuration: String = "Release") throws -> Int32 {
      let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      let resources = root.appending(path: "App/Resources")
      try FileManager.default.createDirectory(at: resources, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: root) }
      try Data(json.utf8).write(to: resources.appending(path: "Configuration.json"))
      try Data(issuers.utf8).write(to: resources.appending(path: "Issuers.toml"))
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = ["-c", try script()]
      shell.environment = [
        "SRCROOT": root.path(percentEncoded: false), "CONFIGURATION": configuration, "PATH": "/usr/bin:/bin",
      ]
      shell.standardOutput = Pipe()
      try shell.run()
      shell.waitUntilExit()
      return shell.terminationStatus
    }

    @Test("has the library's version")
    func versionNumber() throws {
      #expect(try project().contains("MARKETING_VERSION: \"\(version())\"\n"))
    }

    @Test("passes with what is filled in, and fails where one of the two files is not")
    func filledIn() throws {
      let resources = Self.ios.appending(path: "App/Resources")
      let json = try String(contentsOf: resources.appending(path: "Configuration.json"), encoding: .utf8)
      let issuers = try String(contentsOf: resources.appending(path: "Issuers.toml"), encoding: .utf8)
      #expect(try status(Self.filled.json, Self.filled.issuers) == 0)
      #expect(try status(Self.filled.json, issuers) == 1)
      #expect(try status(json, Self.filled.issuers) == 1)
      #expect(try status(#"{"connector": "https://connector.example", "appHosts": []}"#, Self.filled.issuers) == 1)
    }

    @Test("is the only one that is looked at")
    func debug() throws {
      #expect(try status("{}", "", "Debug") == 0)
    }
  }
#endif
