package de.dienstchat.app.format

import de.dienstchat.app.texts.German
import de.dienstchat.app.texts.Texts
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.ZonedDateTime
import java.time.format.DateTimeFormatter
import java.time.temporal.ChronoUnit
import java.util.Locale

/** How much time something has left, in whole units. */
sealed interface Remaining {
    /** At least a day: so many whole ones. */
    data class Days(val count: Int) : Remaining

    /** Less than a day: so many whole hours. */
    data class Hours(val count: Int) : Remaining

    /** Less than an hour. */
    data object Minutes : Remaining

    /** None, by the clock. */
    data object Over : Remaining
}

/**
 * How times are said, in the language of [texts] and the zone of [clock]. The clock is asked at each
 * call, and only for what is said in relation to now: it is to be a clock that is right, which a device's may not be.
 */
class Formats(val texts: Texts, private val clock: Clock) {
    private val german = texts === German
    private val locale = if (german) Locale.GERMANY else Locale.UK
    private val time = DateTimeFormatter.ofPattern("HH:mm", locale)
    private val day = DateTimeFormatter.ofPattern(if (german) "EE, d. MMM" else "EEE, d MMM", locale)
    private val dayOfYear = DateTimeFormatter.ofPattern(if (german) "EE, d. MMM yyyy" else "EEE, d MMM yyyy", locale)
    private val date = DateTimeFormatter.ofPattern(if (german) "EEEE, d. MMMM yyyy" else "EEEE, d MMMM yyyy", locale)

    /** "08:05". */
    fun time(at: Instant): String = time.format(local(at))

    /** "Heute", "Gestern", "Sa., 28. Nov.", of another year with the year: above a day's messages. */
    fun day(at: Instant): String {
        val day = local(at).toLocalDate()
        return when (ChronoUnit.DAYS.between(today(), day)) {
            0L -> texts.today
            -1L -> texts.yesterday
            1L -> texts.tomorrow
            else -> short(day)
        }
    }

    /** "Sa., 28. Nov., 08:05". */
    fun moment(at: Instant): String = "${short(local(at).toLocalDate())}, ${time(at)}"

    /** "Samstag, 28. November 2026". */
    fun date(at: Instant): String = date.format(local(at))

    /** "Sa., 28. Nov., 08:00–16:00"; to another day: "Sa., 28. Nov., 20:00 – So., 29. Nov., 06:00". */
    fun span(from: Instant, to: Instant): String = when {
        local(from).toLocalDate() == local(to).toLocalDate() -> "${moment(from)}–${time(to)}"
        else -> "${moment(from)} – ${moment(to)}"
    }

    /** How much is left until then. */
    fun remaining(until: Instant): Remaining {
        val left = Duration.between(clock.instant(), within(until))
        return when {
            left.toDays() >= 1 -> Remaining.Days(left.toDays().toInt())
            left.toHours() >= 1 -> Remaining.Hours(left.toHours().toInt())
            left > Duration.ZERO -> Remaining.Minutes
            else -> Remaining.Over
        }
    }

    private fun short(of: LocalDate): String = (if (of.year == today().year) day else dayOfYear).format(of)

    private fun today(): LocalDate = LocalDate.now(clock)

    private fun local(at: Instant): ZonedDateTime = within(at).atZone(clock.zone)

    // Others say when a duty is. What no calendar has is said as the end of what it has.
    private fun within(at: Instant): Instant = at.coerceIn(FIRST, LAST)

    private companion object {
        val FIRST: Instant = Instant.parse("0001-01-02T00:00:00Z")
        val LAST: Instant = Instant.parse("9999-12-30T00:00:00Z")
    }
}
