import DienstchatScreens
import SwiftUI

/// The first picture, until the stored list is there. It says that it waits only when that takes long: what
/// appears for a blink looks like a fault.
struct OpeningView: View {
  let isSlow: Bool
  let texts: any Texts

  var body: some View {
    EmblemPage(title: texts.appName) {
      if isSlow { ProgressView(texts.loading) }
    }
  }
}
