import Foundation

extension Speech {
  /// "18:05".
  func time(_ date: Date) -> String {
    written(date, "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)")
  }

  /// "Heute", "Gestern", "Morgen", else "Sa., 5. Dez.", with the year when it is another one.
  func day(_ date: Date, now: Date) -> String {
    let days = calendar.dateComponents(
      [.day], from: calendar.startOfDay(for: now), to: calendar.startOfDay(for: date)
    ).day
    switch days {
    case 0: return texts.today
    case -1: return texts.yesterday
    case 1: return texts.tomorrow
    default: return fullDay(date, now: now)
    }
  }

  /// "Sa., 5. Dez.", with the year when it is another one than now.
  func fullDay(_ date: Date, now: Date) -> String {
    let isThisYear = calendar.component(.year, from: date) == calendar.component(.year, from: now)
    switch (language, isThisYear) {
    case (.german, true):
      return written(date, "\(weekday: .abbreviated), \(day: .defaultDigits). \(month: .abbreviated)")
    case (.german, false):
      return written(
        date,
        "\(weekday: .abbreviated), \(day: .defaultDigits). \(month: .abbreviated) \(year: .defaultDigits)")
    case (.english, true):
      return written(date, "\(weekday: .abbreviated) \(day: .defaultDigits) \(month: .abbreviated)")
    case (.english, false):
      return written(
        date,
        "\(weekday: .abbreviated) \(day: .defaultDigits) \(month: .abbreviated) \(year: .defaultDigits)")
    }
  }

  /// "Heute, 18:05".
  func dayAndTime(_ date: Date, now: Date) -> String {
    "\(day(date, now: now)), \(time(date))"
  }

  /// "Sa., 5. Dez., 18:00 – 22:00", with both days when there are two. A duty that ends before it begins
  /// has only a beginning.
  func span(_ start: Date, _ end: Date, now: Date) -> String {
    let from = dayAndTime(start, now: now)
    guard end > start else { return from }
    let to = calendar.isDate(start, inSameDayAs: end) ? time(end) : dayAndTime(end, now: now)
    return "\(from) – \(to)"
  }

  /// Whether two moments are on one day.
  func isSameDay(_ one: Date, _ other: Date) -> Bool {
    calendar.isDate(one, inSameDayAs: other)
  }

  private func written(_ date: Date, _ format: Date.FormatString) -> String {
    date.formatted(
      Date.VerbatimFormatStyle(
        format: format, locale: calendar.locale ?? Locale(identifier: "en_GB"),
        timeZone: calendar.timeZone, calendar: calendar))
  }
}

/// How long something remains, in whole days, or in hours on its last day. Rounded down: nobody is to
/// rely on time that is not there.
enum Remaining: Equatable {
  case days(Int)
  case hours(Int)
  /// Less than an hour.
  case lastHour

  /// Nil when the time is over by this clock, which may be wrong.
  init?(until limit: Date, now: Date) {
    let seconds = limit.timeIntervalSince(now)
    guard seconds > 0 else { return nil }
    let hours = Int(min(seconds, 1e12) / 3_600)
    self =
      switch hours {
      case 24...: .days(hours / 24)
      case 1...: .hours(hours)
      default: .lastHour
      }
  }
}
