import Dienstchat

extension Surroundings {
  /// The list fills by itself; nobody is kept longer from it.
  static let firstChats = Duration.seconds(15)

  /// To the list once its chats are there, or to the chat whose link was followed before.
  func continueAfterSignIn(to account: String) async {
    await awaitFirstChats(of: account)
    // Its duties are not to be missing from the list.
    if navigator.chosenAccount != account { navigator.chosenAccount = nil }
    if let link = try? await core.rememberedLink() {
      navigator.follow(link)
    } else {
      navigator.show()
    }
  }

  /// Returns after the first round with the server, or when that takes too long: a list that is empty for a
  /// moment only would say that there are no duties.
  private func awaitFirstChats(of account: String) async {
    let (ends, end) = AsyncStream<Void>.makeStream()
    // Should it fail, the account goes on to synchronise, and the list says what is wrong.
    let round = Task { [core] in
      try? await core.syncOnce(account: account)
      end.finish()
    }
    let limit = Task { [pause] in
      try? await pause(Self.firstChats)
      end.finish()
    }
    for await _ in ends {}
    round.cancel()
    limit.cancel()
  }

  /// How an organisation is called, asked for and remembered; nil when nobody can tell.
  func lookUpName(of ov: String) async -> String? {
    if let known = preferences.knownName(of: ov) { return known }
    guard let found = (try? await core.search(ov))?.first(where: { $0.ov == ov }) else { return nil }
    preferences.remember(OrganisationName(ov: ov, name: found.name))
    return found.name
  }
}
