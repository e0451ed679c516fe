import Foundation
import Testing

@testable import DienstchatScreens

@Suite("Texts")
struct TextsTests {
  @Test("speak both languages")
  func languages() {
    for language in Speech.Language.allCases {
      #expect(Speech(language).language == language)
    }
    #expect(Speech(.german).texts.dutiesTitle == "Meine Dienste")
    #expect(Speech(.english).texts.dutiesTitle == "My duties")
  }

  @Test("count one and many", arguments: [0, 1, 2, 500])
  func plurals(_ count: Int) {
    let german = Speech(.german).texts.dutiesUnread(count: count)
    #expect(german == "\(count) ungelesene \(count == 1 ? "Nachricht" : "Nachrichten")")
    let english = Speech(.english).texts.dutiesUnread(count: count)
    #expect(english == "\(count) unread \(count == 1 ? "message" : "messages")")
  }

  @Test("have every failure of a sign-in in both languages")
  func failures() {
    let failures: [SignInFailure] = [
      .cancelled, .denied, .failed, .offline, .unknownOrganisation, .untrusted, .wrongOrganisation,
      .wrongPerson, .already, .noBrowser, .stale, .noAccount, .server, .storage(.damaged), .storage(.keyMissing),
      .storage(.newerVersion), .storage(.locked), .storage(.storage), .internalError,
    ]
    for language in Speech.Language.allCases {
      let texts = Speech(language).texts
      #expect(Set(failures.map { $0.said(texts, organisation: "X").hint }).count == failures.count)
    }
    for failure in failures {
      #expect(failure.said(German(), organisation: "X") != failure.said(English(), organisation: "X"))
    }
  }
}
