import DienstchatScreens
import SwiftUI

/// The one thing to do on a page.
///
/// In the place of the system's own prominent style, whose label is white on any tint: in the dark, where
/// the accent is light, nobody could read it.
struct Prominent: ButtonStyle {
  func makeBody(configuration: ButtonStyleConfiguration) -> some View {
    ButtonFace(
      configuration: configuration, fill: .accent, label: .onAccent, destructiveFill: .failure,
      destructiveLabel: .onFailure)
  }
}

/// What else can be done. The system's bordered style would draw a colour on a shade of itself.
struct Quiet: ButtonStyle {
  func makeBody(configuration: ButtonStyleConfiguration) -> some View {
    ButtonFace(
      configuration: configuration, fill: .raised, label: .accent, destructiveFill: .raised,
      destructiveLabel: .failure)
  }
}

/// Words or a sign alone, in the colour of what they stand on.
///
/// The room for a thumb is the label's own: around a button it would be room that nothing happens in.
struct Bare: ButtonStyle {
  func makeBody(configuration: ButtonStyleConfiguration) -> some View {
    BareFace(configuration: configuration)
  }
}

extension ButtonStyle where Self == Bare {
  static var bare: Bare { Bare() }
}

extension ButtonStyle where Self == Prominent {
  static var prominent: Prominent { Prominent() }
}

extension ButtonStyle where Self == Quiet {
  static var quiet: Quiet { Quiet() }
}

private struct BareFace: View {
  let configuration: ButtonStyleConfiguration
  @Environment(\.isEnabled) private var isEnabled

  var body: some View {
    configuration.label
      .touchable()
      .opacity(isEnabled ? (configuration.isPressed ? 0.8 : 1) : 0.4)
  }
}

private struct ButtonFace: View {
  let configuration: ButtonStyleConfiguration
  let fill: Palette
  let label: Palette
  let destructiveFill: Palette
  let destructiveLabel: Palette
  @Environment(\.isEnabled) private var isEnabled

  var body: some View {
    configuration.label
      .font(.headline)
      .multilineTextAlignment(.center)
      .foregroundStyle(colours.label.color)
      .padding(.horizontal, 20)
      .padding(.vertical, 12)
      .touchable()
      .background(colours.fill.color, in: .rect(cornerRadius: 14))
      .opacity(configuration.isPressed ? 0.8 : 1)
  }

  private var colours: (fill: Palette, label: Palette) {
    guard isEnabled else { return (.raised, .secondaryText) }
    return configuration.role == .destructive ? (destructiveFill, destructiveLabel) : (fill, label)
  }
}
