import Foundation
import Testing

@testable import DienstchatScreens

@Suite("How times are said")
struct SpeechTests {
  private let german = Speech(.german)
  private let english = Speech(.english)
  private let now = VirtualClock.start

  @Test("by the day in Berlin, wherever the device is")
  func days() {
    #expect(german.dayAndTime(now, now: now) == "Heute, 18:00")
    #expect(english.dayAndTime(now, now: now) == "Today, 18:00")
    #expect(german.day(Sample.at(hours: 6), now: now) == "Morgen")
    #expect(german.day(Sample.at(hours: 5.99), now: now) == "Heute")
    #expect(english.day(Sample.at(hours: -18.01), now: now) == "Yesterday")
    #expect(german.day(Sample.at(hours: 48), now: now) == "Mo., 7. Dez.")
    #expect(english.day(Sample.at(hours: 48), now: now) == "Mon 7 Dec")
    #expect(german.day(Sample.at(hours: 24 * 40), now: now) == "Do., 14. Jan. 2027")
    #expect(english.day(Sample.at(hours: 24 * 40), now: now) == "Thu 14 Jan 2027")
  }

  @Test("also on the days on which the clocks change")
  func clocksChange() throws {
    // 28 March 2027, 00:30 in Berlin; the day has 23 hours.
    let night = Date(timeIntervalSince1970: 1_806_190_200)
    #expect(german.time(night) == "00:30")
    #expect(german.time(night.addingTimeInterval(3_600 * 2)) == "03:30")
    #expect(german.day(night.addingTimeInterval(3_600 * 22.75), now: night) == "Morgen")
    #expect(german.day(night.addingTimeInterval(3_600 * 22.25), now: night) == "Heute")
  }

  @Test("from its beginning to its end")
  func spans() {
    #expect(german.span(now, Sample.at(hours: 2), now: now) == "Heute, 18:00 – 20:00")
    #expect(german.span(now, Sample.at(hours: 8), now: now) == "Heute, 18:00 – Morgen, 02:00")
    #expect(german.span(now, now, now: now) == "Heute, 18:00")
    #expect(german.span(now, Sample.at(hours: -2), now: now) == "Heute, 18:00")
  }

  @Test("in whole days and hours that really remain", arguments: [
    (-1.0, nil), (0, nil), (0.01, Remaining.lastHour), (0.99, .lastHour), (1, .hours(1)), (1.99, .hours(1)), (23.9, .hours(23)),
    (24, .days(1)), (47.9, .days(1)), (48, .days(2)), (32 * 24, .days(32)),
  ])
  func remaining(_ hours: Double, _ remaining: Remaining?) {
    #expect(Remaining(until: Sample.at(hours: hours), now: now) == remaining)
  }

  @Test("of any date that there is", arguments: [
    Date.distantPast, .distantFuture, Date(timeIntervalSince1970: 1e15), Date(timeIntervalSince1970: -1e15),
  ])
  func anyDate(_ date: Date) {
    #expect(!german.span(date, now, now: now).isEmpty)
    #expect(!english.dayAndTime(now, now: date).isEmpty)
    _ = Remaining(until: date, now: now)
  }
}

@Suite("Foreign words")
struct ForeignTests {
  private let german = Speech(.german)

  @Test("do not turn what stands around them", arguments: [
    "\u{202E}annA", "An\u{2066}n\u{202D}a", "A\u{202A}nna\u{2069}",
  ])
  func turned(_ name: String) {
    let shown = german.name(name)
    #expect(!shown.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value) })
    #expect(shown.lowercased() == "anna")
  }

  @Test("that are missing have a word", arguments: [nil, "", "   ", "\n\t", "\u{202E}", "\u{00A0}"])
  func missing(_ name: String?) {
    #expect(german.name(name) == "Ohne Namen")
    #expect(german.title(name ?? "") == "Dienst ohne Titel")
  }

  @Test("are on one line")
  func line() {
    #expect(german.title("Stadt\nfest\r\n  am\u{2028}Markt\0") == "Stadt fest am Markt")
  }

  @Test("in Arabic and Hebrew stay as they are")
  func rightToLeft() {
    #expect(german.name("محمد") == "محمد")
    #expect(german.name("דוד") == "דוד")
  }

  @Test("are not cut in the middle of a character")
  func cut() {
    let family = "👨‍👩‍👧‍👦"
    #expect(Foreign.cut(String(repeating: family, count: 3), to: 2) == family + family + "…")
    #expect(Foreign.cut("äöü", to: 3) == "äöü")
    #expect(Foreign.cut("e\u{301}e\u{301}", to: 1) == "e\u{301}…")
    #expect(Foreign.cut("", to: 0) == "")
  }
}
