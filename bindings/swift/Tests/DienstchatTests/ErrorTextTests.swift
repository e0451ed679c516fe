import Dienstchat
import Foundation
import Testing

@testable import DienstchatScenarios

private let unavailable: [Unavailable] = [.damaged, .keyMissing, .newerVersion, .locked, .storage]
private let invalidLink: [InvalidLink] = [.tooLong, .form, .host, .id]

/// Every case of every error, with every reason it can have.
private let everyError: [any DienstchatError] =
  [
    OpenError.InvalidConnector, OpenError.InvalidAppHost, OpenError.InvalidIssuers,
    OpenError.DataFolder, OpenError.Network, OpenError.Internal,

    ClientError.InvalidId, ClientError.Offline, ClientError.Sealed, ClientError.NoSuchAccount,
    ClientError.UnknownOrganisation, ClientError.Server, ClientError.Closed,
    ClientError.Cancelled, ClientError.Internal,

    SyncError.Offline, SyncError.Busy, SyncError.SignedOut, SyncError.Sealed,
    SyncError.NoSuchAccount, SyncError.Server, SyncError.Closed, SyncError.Cancelled,
    SyncError.Internal,

    ChatError.InvalidId, ChatError.NotFound, ChatError.ReadOnly, ChatError.ChatDeleted,
    ChatError.NotAMember, ChatError.Sealed, ChatError.TextEmpty, ChatError.TextTooLong,
    ChatError.NotQueued, ChatError.Offline, ChatError.Server, ChatError.Closed,
    ChatError.Cancelled, ChatError.Internal,

    LinkError.NotOnDuty, LinkError.Deleted, LinkError.Removed, LinkError.Sealed,
    LinkError.Offline, LinkError.Server, LinkError.Closed, LinkError.Cancelled,
    LinkError.Internal,

    SignInError.InvalidId, SignInError.Offline, SignInError.UnknownOrganisation,
    SignInError.UntrustedIssuer, SignInError.InvalidRedirectUri, SignInError.UnknownCallback,
    SignInError.SsoDenied, SignInError.SsoFailed, SignInError.WrongOrganisation,
    SignInError.WrongPerson, SignInError.AlreadySignedIn, SignInError.NoBrowser, SignInError.NoSuchAccount,
    SignInError.Server, SignInError.Closed, SignInError.Cancelled, SignInError.Internal,

    SignOutAfterError.InvalidId, SignOutAfterError.NoSuchAccount, SignOutAfterError.UnknownDuty,
    SignOutAfterError.DutyOver, SignOutAfterError.Sealed, SignOutAfterError.Closed,
    SignOutAfterError.Internal,

    KeyStoreError.Locked, KeyStoreError.Lost, KeyStoreError.Failed, ClockError.Failed, LogError.Failed,
    ConnectivityError.Failed, BrowserError.NoBrowser, BrowserError.Failed,
  ]
  + unavailable.flatMap { reason -> [any DienstchatError] in
    [
      ClientError.Store(reason: reason), SyncError.Store(reason: reason),
      ChatError.Store(reason: reason), LinkError.Store(reason: reason),
      SignInError.Store(reason: reason), SignOutAfterError.Store(reason: reason),
    ]
  }
  + invalidLink.map { LinkError.Invalid(reason: $0) }

/// An error's case, without what it carries.
private func caseName(_ error: any DienstchatError) -> String {
  String(String(describing: error).prefix { $0 != "(" })
}

@Suite("Texts of errors")
struct ErrorTextTests {
  @Test("Both languages have a text of their own")
  func bothLanguages() {
    for error in everyError {
      let german = error.text(in: .german)
      let english = error.text(in: .english)
      #expect(german != english, "\(error)")
      for text in [german, english] {
        #expect(text.count > 8, "\(error): \(text)")
        #expect(text.hasSuffix("."), "\(error): \(text)")
        #expect(!text.contains("Error") && !text.contains("\n"), "\(error): \(text)")
      }
    }
  }

  @Test("German says du")
  func du() {
    for error in everyError {
      let text = error.text(in: .german)
      #expect(text.firstMatch(of: /\b(Sie bitte|Ihr|Ihre|Ihnen)\b/) == nil, "\(text)")
    }
  }

  @Test("The cases of one error are told apart")
  func toldApart() {
    let kinds = Dictionary(grouping: everyError) { String(describing: type(of: $0)) }
    for (kind, errors) in kinds {
      for language in TextLanguage.allCases {
        let texts = Set(errors.map { $0.text(in: language) })
        #expect(texts.count == errors.count, "\(kind) in \(language)")
      }
    }
  }

  @Test("No error that the library knows is missing here")
  func complete() throws {
    let seen = Dictionary(grouping: everyError) { String(describing: type(of: $0)) }
      .mapValues { Set($0.map(caseName)) }
    let generated = try Package.generatedErrors()
      .filter { $0.key != "UniffiInternalError" }
    #expect(generated.count > 5)
    #expect(seen == generated)
  }

  @Test("The localised description is the text in the language of this device")
  func localizedDescription() {
    for error in everyError {
      #expect(error.localizedDescription == error.text(in: .preferred()))
    }
  }

  @Test(
    "The first language that is spoken here is taken, else English",
    arguments: [
      (["de-DE", "en"], TextLanguage.german), (["en-GB", "de"], .english),
      (["fr-FR", "de-AT"], .german), (["tr"], .english), ([], .english), (["DE"], .german),
      (["de_DE.UTF-8"], .german), (["den"], .english),
    ])
  func language(preferences: [String], expected: TextLanguage) {
    #expect(TextLanguage.preferred(among: preferences) == expected)
  }
}
