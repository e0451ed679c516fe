import DienstchatScreens
import SwiftUI

extension View {
  /// Follows the core for as long as the screen is there.
  func following(_ model: some Screen) -> some View {
    task { await model.follow() }
  }

  /// Large enough for a thumb in a glove.
  func touchable() -> some View {
    frame(minWidth: 48, minHeight: 48)
      .contentShape(.rect)
  }
}
