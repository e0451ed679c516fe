import Dienstchat
import Observation

/// Finds the organisation to sign in to.
@MainActor
@Observable
public final class OrganisationModel: Screen {
  /// So long nobody types before it is searched for.
  static let delay = Duration.milliseconds(300)

  public private(set) var state: OrganisationState

  @ObservationIgnored private let surroundings: Surroundings
  @ObservationIgnored private let work = Work()

  public init(_ surroundings: Surroundings) {
    self.surroundings = surroundings
    state = OrganisationState(
      last: surroundings.preferences.current.lastOrganisation.map { Self.row($0, surroundings.texts) })
  }

  public func send(_ event: OrganisationEvent) {
    switch event {
    case .typed(let query):
      guard query != state.query else { return }
      state.query = query
      search(after: Self.delay)
    case .searched, .retried: search(after: nil)
    case .chose(let ov): choose(ov)
    }
  }

  public func settled() async {
    await work.settled()
  }

  /// There is nothing to follow: it is asked for when somebody searches.
  public func follow() async {}

  private func search(after delay: Duration?) {
    let text = Foreign.line(state.query)
    guard !text.isEmpty else {
      work.cancel("search")
      state.results = .none
      return
    }
    state.results = .searching
    work.begin("search") { [surroundings] in
      do {
        if let delay { try await surroundings.pause(delay) }
        let found = try await surroundings.core.search(text)
        if Task.isCancelled { return }
        self.show(found, of: text)
      } catch {
        // Another search has taken the place of this one.
        if Task.isCancelled || error is CancellationError { return }
        self.show(error)
      }
    }
  }

  private func show(_ found: [Organisation], of text: String) {
    let texts = surroundings.texts
    state.results =
      found.isEmpty
      ? .unknown(
        text: texts.organisationNone(query: Foreign.isolated(Foreign.cut(text, to: 100))),
        hint: texts.organisationNoneHint)
      : .found(found.map { Self.row(OrganisationName(ov: $0.ov, name: $0.name), texts) })
  }

  private func show(_ error: any Error) {
    let problem = OrganisationState.Problem(error)
    state.results = .problem(problem, text: problem.text(surroundings.texts))
  }

  private func choose(_ ov: String) {
    var rows: [OrganisationState.Row] = state.last.map { [$0] } ?? []
    if case .found(let found) = state.results { rows = found + rows }
    guard let row = rows.first(where: { $0.ov == ov }) else { return }
    surroundings.preferences.current.lastOrganisation = OrganisationName(ov: row.ov, name: row.name)
    surroundings.navigator.push(.signIn(.organisation(ov: row.ov, name: row.name)))
  }

  private static func row(_ organisation: OrganisationName, _ texts: any Texts) -> OrganisationState.Row {
    let name = Foreign.line(organisation.name)
    let code = organisation.ov.uppercased()
    return OrganisationState.Row(
      ov: organisation.ov, name: name.isEmpty ? code : name, code: texts.organisationCode(ov: code))
  }
}

extension OrganisationState.Problem {
  init(_ error: any Error) {
    switch error as? ClientError {
    case .Offline: self = .offline
    case .Closed, .Internal, nil: self = .internalError
    default: self = .failed
    }
  }

  func text(_ texts: any Texts) -> String {
    switch self {
    case .offline: texts.organisationOffline
    case .failed: texts.organisationFailed
    case .internalError: texts.internalError
    }
  }
}
