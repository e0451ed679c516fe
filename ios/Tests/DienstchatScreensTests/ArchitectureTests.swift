import Foundation
import Testing

/// Who may lean on whom.
@Suite("Architecture")
struct ArchitectureTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let ui: Set = ["SwiftUI", "UIKit", "AuthenticationServices", "LocalAuthentication"]

  /// The Swift files below a folder, by their path in it.
  fileprivate static func files(_ folder: String) throws -> [(path: String, text: String)] {
    let start = root.appending(path: folder)
    let all = try FileManager.default.subpathsOfDirectory(atPath: start.path())
    return try all.filter { $0.hasSuffix(".swift") }.sorted().map {
      ($0, try String(contentsOf: start.appending(path: $0), encoding: .utf8))
    }
  }

  private static func imports(_ text: String) -> Set<String> {
    Set(text.matches(of: /(?m)^\s*(?:@\w+(?:\(\w+\))? )?import (?:struct |class |func )?(\w+)/).map { String($0.1) })
  }

  @Test("States, events and views know nothing of the core")
  func core() throws {
    let screens = try Self.files("Sources/DienstchatScreens/Screens")
    let said = screens.filter { $0.path.hasSuffix("State.swift") || $0.path.hasSuffix("Event.swift") }
    #expect(said.count >= 24)
    let views = try Self.files("App/Screens") + Self.files("App/Look") + Self.files("App/Components")
    #expect(views.count >= 12)
    for file in said + views {
      #expect(!Self.imports(file.text).contains("Dienstchat"), "\(file.path)")
    }
  }

  @Test("The core is made in one place, and asked through ports")
  func ports() throws {
    let live = ["Ports/LiveCore.swift", "Ports/LiveChat.swift"]
    // What only the core's own objects have.
    let objects = /\.(?:organisations|sendQueue|syncLoop)\(|\.(?:summaries|memberLists|lists|windows)\b(?!\()|Dienstchat\.open/
    for file in try Self.files("Sources/DienstchatScreens") where !live.contains(file.path) {
      #expect(!file.text.contains(objects), "\(file.path)")
    }
    let opening = try Self.files("App").filter { Self.imports($0.text).contains("Dienstchat") }.map(\.path)
    #expect(opening == ["Phone.swift"])
  }

  @Test("What Linux tests has no types of a user interface")
  func noUI() throws {
    for file in try Self.files("Sources/DienstchatScreens") {
      #expect(Self.imports(file.text).isDisjoint(with: Self.ui), "\(file.path)")
    }
  }

  @Test("A screen is a state, events, a model and a view")
  func fourPieces() throws {
    let views = try Self.files("App").map(\.text).joined()
    let folder = Self.root.appending(path: "Sources/DienstchatScreens/Screens")
    let screens = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(screens.count >= 13)
    for screen in screens {
      for piece in ["State", "Event", "Model"] {
        let file = folder.appending(path: "\(screen)/\(screen)\(piece).swift").path()
        #expect(FileManager.default.fileExists(atPath: file), "\(screen)\(piece)")
      }
      let view = screen == "App" ? "struct RootView: View" : "struct \(screen)View: View"
      #expect(views.contains(view), "\(view)")
    }
  }

  @Test("Views say nothing that is not among the texts")
  func texts() throws {
    // A literal that a person would read: text, label, button, title.
    let spoken = /(?:Text|Label|Button|Toggle|Picker|Section|navigationTitle|accessibilityLabel)\(\s*"/
    for file in try Self.files("App") {
      #expect(!file.text.contains(spoken), "\(file.path)")
    }
  }

  @Test("Buttons are drawn in colours that are measured, large enough for a thumb")
  func buttons() throws {
    // On these the system draws labels of its own choice.
    let system = /\.(?:borderedProminent|bordered|glass|glassProminent)\b/
    // Lists put neither room nor colour around these: the label brings both.
    let borderless = try Self.files("App").filter { $0.text.contains(".borderless") }
    #expect(borderless.map(\.path) == ["Screens/SettingsView.swift"])
    for view in borderless { #expect(view.text.contains(".touchable()"), "\(view.path)") }
    for file in try Self.files("App") where file.path != "Components/Prominent.swift" {
      #expect(!file.text.contains(system), "\(file.path)")
      // The list takes the row of a swipe away before anything is asked.
      let swipe = /swipeActions[^\{]*\{(?:[^\{\}]|\{[^\}]*\})*role: \.destructive/
      #expect(!file.text.contains(swipe), "\(file.path)")
    }
    // Outside of lists, room around a button is room in which nothing happens.
    for file in try Self.files("App/Screens") where !file.text.contains(".listOnPage()") {
      #expect(!file.text.contains(".touchable()"), "\(file.path)")
    }
    let look = try Self.files("App/Look").map(\.text).joined()
    #expect(look.contains("frame(minWidth: 48, minHeight: 48)"))
    let styles = try Self.files("App/Components").filter { $0.text.contains(": ButtonStyle {") }
    #expect(styles.map(\.path) == ["Choosable.swift", "Prominent.swift"])
    for style in styles { #expect(style.text.contains(".touchable()"), "\(style.path)") }
  }

  @Test("Nothing stands on what shines through: its contrast cannot be measured")
  func materials() throws {
    let material = /\.(?:bar|ultraThinMaterial|thinMaterial|regularMaterial|thickMaterial|ultraThickMaterial)\b/
    for file in try Self.files("App") { #expect(!file.text.contains(material), "\(file.path)") }
  }

  @Test("What is chosen is said, not only drawn")
  func chosen() throws {
    let choices = try Self.files("App/Screens").filter { $0.text.contains("isChosen") }
    #expect(choices.map(\.path) == ["OrganisationChoice.swift", "SettingsPages.swift"])
    for view in choices {
      #expect(view.text.contains(/accessibilityAddTraits\(\S*isChosen \? \.isSelected : \[\]\)/), "\(view.path)")
    }
  }

  @Test("Nobody is signed in with the cookies of the person before")
  func ephemeral() throws {
    let windows = try Self.files("App").filter { $0.text.contains("ASWebAuthenticationSession(") }
    #expect(windows.count == 1)
    for window in windows {
      #expect(window.text.contains("prefersEphemeralWebBrowserSession = true"))
    }
  }

  @Test("Lists stand on the app's own colours")
  func lists() throws {
    for file in try Self.files("App/Screens") {
      let lists = file.text.matches(of: /\b(?:List|Form)(?:\(.*\))? \{/).count
      #expect(file.text.matches(of: /\.listOnPage\(\)/).count == lists, "\(file.path)")
      if lists > 0 { #expect(file.text.contains(".listRowBackground("), "\(file.path)") }
      #expect(!file.text.contains(/\bSection\(/), "the header is in the system's grey: \(file.path)")
    }
  }

  @Test("Nothing can be used under the cover")
  func covered() throws {
    let views = try Self.files("App")
    let root = try #require(views.first { $0.path == "RootView.swift" })
    #expect(root.text.contains(".covered(phone.lock.state.isCovered)"))
    let cover = try #require(views.first { $0.path == "Look/Covered.swift" })
    for part in ["disabled(isCovered)", ".accessibilityHidden(isCovered)", "endEditing(true)"] {
      #expect(cover.text.contains(part), "\(part)")
    }
    // What the system shows above every view of the app's.
    let dialogue = /\.(?:alert|confirmationDialog|sheet|fullScreenCover|popover)\(/
    let binding = /isPresented: Binding\(\s*showing: \{ \[isCovered\] in [^\n]*!isCovered \}/
    #expect(views.contains { $0.text.contains(dialogue) })
    for view in views {
      #expect(view.text.matches(of: dialogue).count == view.text.matches(of: binding).count, "\(view.path)")
    }
  }

  @Test("A screen is followed for as long as it is there, whichever of its branches is shown")
  func followed() throws {
    let views = try Self.files("App")
    let following = views.filter { $0.text.contains(/\.(?:following\(model\)|task\(id:)/) }
    #expect(following.count >= 8)
    for view in following { #expect(!view.text.contains(/\bGroup \{/), "\(view.path)") }
    let root = try #require(views.first { $0.path == "RootView.swift" })
    // One in the place of another has a model of its own.
    #expect(root.text.contains(/RouteView\([^\n]*\)\n[^\n]*\n *\.id\(route\)/))
    #expect(root.text.contains(/\.task \{ await app\.follow\(\) \}\n[^\n]*\n *\.id\(app\.state\.language\)/))
  }

  @Test("Nothing of a state is written to a log")
  func noLog() throws {
    let log = /\b(print|debugPrint|NSLog|os_log|Logger)\(/
    for file in try Self.files("Sources/DienstchatScreens") + Self.files("App") {
      #expect(!file.text.contains(log), "\(file.path)")
    }
  }
}
