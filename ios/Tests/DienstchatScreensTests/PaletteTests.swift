import Foundation
import Testing

@testable import DienstchatScreens

@Suite("Colours")
struct PaletteTests {
  @Test("are read well on what they stand on, light and dark")
  func contrast() {
    for pair in Palette.pairs {
      for (scheme, value) in [("light", \Palette.Value.light), ("dark", \Palette.Value.dark)] {
        let ratio = contrast(pair.on.value[keyPath: value], pair.over.value[keyPath: value])
        #expect(ratio >= 4.5, "\(pair) \(scheme): \(ratio)")
      }
    }
  }

  @Test("all stand on something, or something on them")
  func used() {
    #expect(Set(Palette.pairs.flatMap { [$0.on, $0.over] }) == Set(Palette.allCases))
  }

  @Test("are measured by the rule of WCAG 2")
  func rule() {
    #expect(contrast(0x000000, 0xFFFFFF) == 21)
    #expect(abs(contrast(0x767676, 0xFFFFFF) - 4.54) < 0.01)
  }

  private func contrast(_ one: UInt32, _ other: UInt32) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func luminance(_ colour: UInt32) -> Double {
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double((colour >> UInt32(shift)) & 0xFF) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
