// swift-tools-version: 6.2

// Everything of the iPhone app that is not SwiftUI, so that it builds and is tested on Linux too. From
// the repository's root, once and after each change of Rust's API or of a text:
//
//   python3 bindings/generate.py swift
//   python3 texts/generate.py swift ios/Sources/DienstchatScreens/Generated

import Foundation
import PackageDescription

if !FileManager.default.fileExists(
  atPath: "\(Context.packageDirectory)/Sources/DienstchatScreens/Generated/Texts.swift")
{
  let message =
    "The texts are missing: run `python3 texts/generate.py swift ios/Sources/DienstchatScreens/Generated` first\n"
  FileHandle.standardError.write(Data(message.utf8))
  exit(1)
}

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "DienstchatScreens",
  // Observation, which redraws only what shows what has changed, begins with iOS 17.
  platforms: [.iOS(.v17), .macOS(.v14)],
  products: [.library(name: "DienstchatScreens", targets: ["DienstchatScreens"])],
  dependencies: [.package(name: "Dienstchat", path: "../bindings/swift")],
  targets: [
    .target(
      name: "DienstchatScreens",
      dependencies: [.product(name: "Dienstchat", package: "Dienstchat")],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DienstchatScreensTests",
      dependencies: ["DienstchatScreens"],
      swiftSettings: strict
    ),
    // The scenarios of the bindings, with the screens between the person and the core.
    .testTarget(
      name: "ScreenScenarioTests",
      dependencies: [
        "DienstchatScreens",
        .product(name: "Dienstchat", package: "Dienstchat"),
        .product(name: "DienstchatScenarios", package: "Dienstchat"),
      ],
      exclude: ["README.md"],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
