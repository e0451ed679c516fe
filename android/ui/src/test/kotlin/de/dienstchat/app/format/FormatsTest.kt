package de.dienstchat.app.format

import de.dienstchat.app.testing.NOON
import de.dienstchat.app.testing.NOON_CLOCK
import de.dienstchat.app.texts.English
import de.dienstchat.app.texts.German
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import kotlin.test.Test
import kotlin.test.assertEquals

class FormatsTest {
    private val german = Formats(German, NOON_CLOCK)
    private val english = Formats(English, NOON_CLOCK)

    private fun at(berlin: String): Instant = Instant.parse("$berlin:00+01:00")

    @Test
    fun aDayIsCalledByHowFarItIs() {
        assertEquals("Heute", german.day(at("2026-11-26T00:00")))
        assertEquals("Heute", german.day(at("2026-11-26T23:59")))
        assertEquals("Gestern", german.day(at("2026-11-25T23:59")))
        assertEquals("Morgen", german.day(at("2026-11-27T00:00")))
        assertEquals("Sa., 28. Nov.", german.day(at("2026-11-28T08:00")))
        assertEquals("Di., 24. Nov.", german.day(at("2026-11-24T08:00")))
        assertEquals("Sa., 2. Jan. 2027", german.day(at("2027-01-02T08:00")))
        assertEquals("Today", english.day(NOON))
        assertEquals("Sat, 28 Nov", english.day(at("2026-11-28T08:00")))
        assertEquals("Sat, 2 Jan 2027", english.day(at("2027-01-02T08:00")))
    }

    @Test
    fun aDutyWithinADaySaysItOnce() {
        assertEquals("Sa., 28. Nov., 08:00–16:00", german.span(at("2026-11-28T08:00"), at("2026-11-28T16:00")))
        assertEquals("Sat, 28 Nov, 08:00–16:00", english.span(at("2026-11-28T08:00"), at("2026-11-28T16:00")))
    }

    @Test
    fun aDutyOverMidnightOrForDaysSaysBoth() {
        assertEquals(
            "Sa., 28. Nov., 20:00 – So., 29. Nov., 06:00",
            german.span(at("2026-11-28T20:00"), at("2026-11-29T06:00")),
        )
        assertEquals(
            "Wed, 30 Dec, 08:00 – Sun, 3 Jan 2027, 20:00",
            english.span(at("2026-12-30T08:00"), at("2027-01-03T20:00")),
        )
    }

    @Test
    fun theDateIsInFull() {
        assertEquals("Samstag, 2. Januar 2027", german.date(at("2027-01-02T08:00")))
        assertEquals("Saturday, 2 January 2027", english.date(at("2027-01-02T08:00")))
        assertEquals("Sa., 2. Jan. 2027, 08:05", german.moment(at("2027-01-02T08:05")))
    }

    @Test
    fun timesAreThoseOfTheDevicesZone() {
        val inLisbon = Formats(German, Clock.fixed(NOON, ZoneId.of("Europe/Lisbon")))
        assertEquals("07:00", inLisbon.time(at("2026-11-28T08:00")))
        assertEquals("Heute", inLisbon.day(at("2026-11-27T00:30")))
    }

    @Test
    fun theHourThatSummerTimeTakesIsNotShown() {
        assertEquals("So., 28. März 2027, 01:30–03:30", german.span(
            Instant.parse("2027-03-28T00:30:00Z"),
            Instant.parse("2027-03-28T01:30:00Z"),
        ))
    }

    @Test
    fun whatRemainsIsSaidInWholeUnits() {
        fun remaining(text: String) = german.remaining(NOON + Duration.parse(text))
        assertEquals(Remaining.Days(2), remaining("P2DT23H"))
        assertEquals(Remaining.Days(1), remaining("P1D"))
        assertEquals(Remaining.Hours(23), remaining("PT23H59M"))
        assertEquals(Remaining.Hours(1), remaining("PT1H"))
        assertEquals(Remaining.Minutes, remaining("PT59M"))
        assertEquals(Remaining.Over, remaining("PT0S"))
        assertEquals(Remaining.Over, remaining("-P40D"))
    }

    @Test
    fun timesThatNoCalendarHasAreShownAllTheSame() {
        assertEquals("Donnerstag, 30. Dezember 9999", german.date(Instant.MAX))
        assertEquals(Remaining.Over, german.remaining(Instant.MIN))
        assertEquals("00:00", Formats(German, Clock.fixed(NOON, ZoneId.of("UTC"))).time(Instant.MIN))
    }
}
