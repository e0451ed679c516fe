import DienstchatScreens
import SwiftUI

/// A page that says what is wrong and what to do. It scrolls, for the largest letters too.
struct ProblemPage<Actions: View>: View {
  let symbol: String
  let title: String
  let hint: String?
  /// Why what was tried last did not help.
  var failure: String?
  @ViewBuilder let actions: Actions

  var body: some View {
    ScrollView {
      ContentUnavailableView {
        Label(title, systemImage: symbol)
          .foregroundStyle(Palette.text.color)
      } description: {
        VStack(spacing: 12) {
          if let hint { Text(hint).foregroundStyle(Palette.secondaryText.color) }
          if let failure { Text(failure).foregroundStyle(Palette.failure.color) }
        }
      } actions: {
        VStack(spacing: 12) { actions }
          .buttonStyle(.quiet)
      }
      .padding(.vertical, 24)
    }
    .scrollBounceBehavior(.basedOnSize)
    .defaultScrollAnchor(.center)
    .frame(maxWidth: .infinity, maxHeight: .infinity)
    .background(Palette.background.color)
  }
}

/// A line across the screen that something is to be known.
struct Strip: View {
  let text: String
  let symbol: String

  var body: some View {
    Label(text, systemImage: symbol)
      .font(.footnote)
      .foregroundStyle(Palette.onWarning.color)
      .padding(.horizontal, 16)
      .padding(.vertical, 8)
      .frame(maxWidth: .infinity, alignment: .leading)
      .background(Palette.warning.color)
      .accessibilityElement(children: .combine)
  }
}
