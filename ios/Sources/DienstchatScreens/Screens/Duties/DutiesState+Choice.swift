import Dienstchat

extension DutiesState {
  /// The length after which a name is cut on its button.
  static let choiceLength = 32

  /// The same with the duties of one account alone; with all when it is nil or cannot be chosen (any more).
  func choosing(_ account: String?) -> Self {
    guard let account, let choice = choices.first(where: { $0.account == account }) else { return self }
    var next = self
    next.chosen = choice
    next.active.removeAll { $0.id.account != account }
    next.readOnly.removeAll { $0.id.account != account }
    next.notices.removeAll { $0.account != account }
    return next
  }

  /// What can be chosen among these accounts, in their order, given whose they are (where that is
  /// to be told) and the duties of all.
  @MainActor
  static func choices(
    among accounts: [AccountInfo], _ persons: [String: String], _ rows: [DutyRow], _ surroundings: Surroundings
  ) -> [Choice] {
    guard accounts.count > 1 else { return [] }
    let texts = surroundings.texts
    let all = Choice(
      account: nil, name: texts.dutiesAllOrganisations, unread: 0, spoken: texts.dutiesAllOrganisations,
      empty: texts.dutiesEmpty, emptyHint: texts.dutiesEmptyHint)
    return [all]
      + accounts.map { account in
        let name = { (length: Int) in
          surroundings.name(of: account.ov, persons[account.id], length: length)
        }
        let unread = rows.lazy.filter { $0.id.account == account.id }.reduce(0) { $0 + $1.unread }
        let said = unread > 0 ? texts.dutiesUnread(count: unread) : nil
        return Choice(
          account: account.id, name: name(choiceLength), unread: unread,
          spoken: [name(.max), said].compactMap(\.self).joined(separator: ", "),
          empty: texts.dutiesEmptyOrganisation(organisation: Foreign.isolated(name(.max))),
          emptyHint: texts.dutiesEmptyOrganisationHint)
      }
  }
}

extension Surroundings {
  /// What an account is called among several: by its organisation, and by its person where one is given.
  /// - Parameter length: So long it may be; what is longer is cut.
  func name(of ov: String, _ person: String?, length: Int = .max) -> String {
    let organisation = organisation(ov)
    guard let person else { return Foreign.cut(organisation, to: length) }
    let half = { Foreign.isolated(Foreign.cut($0, to: length / 2)) }
    return texts.dutiesOrganisationPerson(organisation: half(organisation), name: half(speech.name(person)))
  }
}
