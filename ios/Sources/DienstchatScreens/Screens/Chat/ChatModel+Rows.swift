import Dienstchat
import Foundation

// The rows, which are made anew only when what they show has changed.

extension ChatModel {
  /// So many messages are written out at once; more would hold the screen up, and are written elsewhere.
  static let atOnce = 500

  func membersAre(_ result: Result<[ChatMember], any Error>) {
    // Why they cannot be read, the chat itself says.
    guard case .success(let members) = result else { return }
    people = Dictionary(
      members.compactMap { member in member.userId.map { ($0, RowMapper.Person(member)) } },
      uniquingKeysWith: { first, _ in first })
    mapRows()
  }

  func windowIs(_ result: Result<TimelineWindow, any Error>) {
    switch result {
    case .success(let window):
      self.window = window
      timelineFailure = nil
      windowHasCome(window)
      mapRows()
    case .failure(let error): timelineFailure = ChatClosed.Reason(error)
    }
    render()
  }

  func show(whole message: MessageID) {
    whole.insert(message)
    mapRows()
  }

  /// A day may have ended, which changes what "today" is.
  func timeHasPassed() {
    if surroundings.speech.calendar.startOfDay(for: surroundings.now()) != mappedDay { mapRows() }
    render()
  }

  /// Makes the rows of what is there now, once the place is there at which the chat was left.
  func mapRows() {
    guard let window, wanted == nil else { return }
    guard !isMapping else {
      mapsAgain = true
      return
    }
    let input = RowMapper.Input(
      items: window.items, people: people, whole: whole, now: surroundings.now())
    if mapper.effort(input) <= Self.atOnce {
      let arrivals = mapper.arrivals(input.items)
      mapped(mapper.rows(input), arrivals, now: input.now)
    } else {
      mapElsewhere(input)
    }
  }

  private func mapElsewhere(_ input: RowMapper.Input) {
    isMapping = true
    work.begin { [mapper] in
      let arrivals = mapper.arrivals(input.items)
      let (next, rows) = await Self.rows(input, mapper)
      self.mapper = next
      self.isMapping = false
      self.mapped(rows, arrivals, now: input.now)
      if self.mapsAgain {
        self.mapsAgain = false
        self.mapRows()
      }
    }
  }

  private nonisolated static func rows(
    _ input: RowMapper.Input, _ mapper: RowMapper
  ) async -> (RowMapper, [ChatRow]) {
    var mapper = mapper
    let rows = mapper.rows(input)
    return (mapper, rows)
  }

  private func mapped(_ rows: [ChatRow], _ arrivals: Int, now: Date) {
    mappedDay = surroundings.speech.calendar.startOfDay(for: now)
    self.rows = rows
    if state.isLoaded, !state.isAtNewest { state.unseen += arrivals }
    render()
  }
}
