import DienstchatScreens
import SwiftUI

extension View {
  /// A list on the app's own background: the system's would be on colours that nobody has measured.
  func listOnPage() -> some View {
    listStyle(.insetGrouped)
      .scrollContentBackground(.hidden)
      .background(Palette.background.color)
  }
}

/// What stands above or below a section: the system's grey is too light for many eyes.
struct Note: View {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  var body: some View {
    Text(text).foregroundStyle(Palette.secondaryText.color)
  }
}
