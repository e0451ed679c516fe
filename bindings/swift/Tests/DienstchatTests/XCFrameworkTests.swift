import Foundation
import Testing

@testable import DienstchatScenarios

/// What the script does on a Mac cannot be tried elsewhere; what it would run can be read.
@Suite("The script that makes the XCFramework")
struct XCFrameworkTests {
  @Test("runs these commands")
  func commands() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "-u", "CARGO_TARGET_DIR", "python3", Package.root.appending(path: "xcframework.py").path(),
      "--dry-run",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let commands = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(String(decoding: commands, as: UTF8.self) == (try Package.text("Tests/xcframework-commands.txt")))
  }

  @Test("builds for the systems that the package names")
  func systems() throws {
    let manifest = try Package.text("Package.swift")
    let match = try #require(manifest.firstMatch(of: /\.iOS\(\.v(\d+)\), \.macOS\(\.v(\d+)\)/))
    let commands = try Package.text("Tests/xcframework-commands.txt")
    #expect(commands.contains("IPHONEOS_DEPLOYMENT_TARGET=\(match.1).0 "))
    #expect(commands.contains("MACOSX_DEPLOYMENT_TARGET=\(match.2).0 "))
  }
}
