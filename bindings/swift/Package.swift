// swift-tools-version: 6.2

// The sources that face Rust are generated, never committed. From the repository's root:
//
//   python3 bindings/generate.py swift
//     builds the library for this machine with Cargo, and generates; enough for Linux
//   python3 bindings/swift/xcframework.py
//     makes DienstchatFFI.xcframework as well, for iPhone, simulator and Mac
//
// DIENSTCHAT_LIBRARY_DIR names the folder of a library for this machine, instead of native/ on Linux
// and instead of the XCFramework on a Mac.

import Foundation
import PackageDescription

let root = Context.packageDirectory

func require(_ path: String, from script: String) {
  if !FileManager.default.fileExists(atPath: "\(root)/\(path)") {
    let message = "\(path) is missing: run `python3 bindings/\(script)` first\n"
    FileHandle.standardError.write(Data(message.utf8))
    exit(1)
  }
}

require("Sources/Dienstchat/Generated/Dienstchat.swift", from: "generate.py swift")

var library = Context.environment["DIENSTCHAT_LIBRARY_DIR"]
#if os(Linux)
  library = library ?? "\(root)/native"
#endif

let ffi: Target
let linking: [LinkerSetting]
if let library {
  ffi = .systemLibrary(name: "DienstchatFFI")
  // Unsafe flags keep a package from being depended on by version; here, it is used by its path.
  linking = [
    .unsafeFlags(["-L\(library)", "-Xlinker", "-rpath", "-Xlinker", library]),
    .linkedLibrary("dienstchat_ffi"),
  ]
} else {
  require("DienstchatFFI.xcframework", from: "swift/xcframework.py")
  ffi = .binaryTarget(name: "DienstchatFFI", path: "DienstchatFFI.xcframework")
  linking = [.linkedFramework("CoreFoundation"), .linkedFramework("Security")]
}

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "Dienstchat",
  platforms: [.iOS(.v16), .macOS(.v13)],
  products: [
    .library(name: "Dienstchat", targets: ["Dienstchat"]),
    // For tests alone, of this package and of the app.
    .library(name: "DienstchatScenarios", targets: ["DienstchatScenarios"]),
  ],
  targets: [
    ffi,
    .target(
      name: "Dienstchat",
      dependencies: ["DienstchatFFI"],
      resources: [.copy("PrivacyInfo.xcprivacy")],
      swiftSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: linking
    ),
    // The program of the page "Ten minutes to your first chat".
    .executableTarget(
      name: "FirstChat",
      dependencies: ["Dienstchat"],
      path: "Samples/FirstChat",
      swiftSettings: strict
    ),
    // What crossing the boundary costs, for `./dev bench ffi`.
    .executableTarget(
      name: "dienstchat-bench-swift",
      dependencies: ["Dienstchat"],
      path: "Bench",
      swiftSettings: strict
    ),
    // Carries out `bindings/scenarios`. Its steps can be replaced by those of an app.
    .target(
      name: "DienstchatScenarios",
      dependencies: ["Dienstchat"],
      path: "Scenarios",
      swiftSettings: strict
    ),
    .testTarget(
      name: "DienstchatTests",
      dependencies: ["Dienstchat", "DienstchatScenarios"],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
