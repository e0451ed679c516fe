import Foundation

/// What all errors of Dienstchat have in common: a text in German and in English that says what to do.
///
/// Switch over the error itself to act on it. Its text is for people; it holds no data of theirs.
/// `localizedDescription` is the text in the language that ``TextLanguage/preferred(among:)`` chooses.
public protocol DienstchatError: LocalizedError, Sendable {
  /// The text in this language.
  func text(in language: TextLanguage) -> String
}

extension DienstchatError {
  /// The text in the language of the person who uses this device.
  public var errorDescription: String? {
    text(in: .preferred())
  }
}

/// An error whose texts are written down here.
protocol WordedError: DienstchatError {
  var words: Words { get }
}

extension WordedError {
  public func text(in language: TextLanguage) -> String {
    words.text(in: language)
  }
}
