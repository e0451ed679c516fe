import Foundation

/// A language in which people are spoken to.
public enum TextLanguage: String, CaseIterable, Sendable {
  /// German, with "du".
  case german = "de"
  /// English, also for those who prefer a third language.
  case english = "en"

  /// The first of these languages that is one of the two; English when none is.
  ///
  /// - Parameter languages: Language tags in order of preference; by default those of the person who
  ///   uses this device, or of this app where they chose differently for it.
  public static func preferred(among languages: [String] = Locale.preferredLanguages) -> Self {
    languages.lazy
      .compactMap { $0.split(whereSeparator: { "-_.@".contains($0) }).first }
      .compactMap { Self(rawValue: $0.lowercased()) }
      .first ?? .english
  }
}

/// The same in both languages.
struct Words {
  let german: String
  let english: String

  init(_ german: String, _ english: String) {
    self.german = german
    self.english = english
  }

  func text(in language: TextLanguage) -> String {
    switch language {
    case .german: german
    case .english: english
    }
  }
}
