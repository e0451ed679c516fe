import Dienstchat
import Foundation

/// How the app speaks: its language, and how it writes times.
public struct Speech: Sendable {
  /// The two languages of the app.
  public enum Language: String, Codable, CaseIterable, Sendable {
    case german = "de"
    case english = "en"

    /// The first of these languages that is one of the two; English when none is.
    public static func preferred(among languages: [String]) -> Self {
      languages.lazy
        .compactMap { $0.split(whereSeparator: { "-_.@".contains($0) }).first }
        .compactMap { Self(rawValue: $0.lowercased()) }
        .first ?? .english
    }
  }

  public let language: Language
  /// What users read.
  public let texts: any Texts
  /// Duties are in Germany: whoever looks from abroad still has to be there in time.
  let calendar: Calendar

  /// The same for the texts of the core's errors.
  var textLanguage: TextLanguage { language == .german ? .german : .english }

  public init(_ language: Language, timeZone: TimeZone = Speech.berlin) {
    self.language = language
    texts = language == .german ? German() : English()
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    calendar.locale = Locale(identifier: language == .german ? "de_DE" : "en_GB")
    self.calendar = calendar
  }

  public static let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt
}
