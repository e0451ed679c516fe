package de.dienstchat.app.duties

import de.dienstchat.app.pictures.pictures
import java.time.Instant
import kotlin.test.Test

class DutiesPicturesTest {
    private val none = DutiesState(loaded = true, signedIn = true)
    private val several = none.copy(
        active = listOf(
            row(organisation = "Rettung XYZ", unread = 3),
            row(
                "2",
                title = "Nachtwache Festival",
                startsAt = Instant.parse("2026-11-26T19:00:00Z"),
                endsAt = Instant.parse("2026-11-27T05:00:00Z"),
                meetingPoint = null,
                organisation = "Bergwacht ABC",
                last = text("Anna", "Bin um sieben da.", own = true),
                unread = 128,
            ),
        ),
        readOnly = listOf(
            row(
                "3",
                title = "Stadtlauf",
                startsAt = Instant.parse("2026-11-21T08:00:00Z"),
                endsAt = Instant.parse("2026-11-21T14:00:00Z"),
                organisation = "Rettung XYZ",
                last = other(LastContent.Waiting),
                until = Instant.parse("2026-12-23T14:00:00Z"),
            ),
        ),
    )

    private val choice = several.copy(
        organisations = listOf(
            OrganisationChoice("xyz_anna", "Rettung XYZ"),
            OrganisationChoice("abc_anna", "Bergwacht ABC"),
        ),
    )
    private val chosen = choice.copy(
        organisations = listOf(choice.organisations[0], choice.organisations[1].copy(unread = 128)),
        chosen = "xyz_anna",
        active = choice.active.take(1),
    )

    @Test
    fun pictures() = pictures("duties") {
        picture("several") { DutiesView(several, on = {}) }
        picture("organisations") { DutiesView(choice, on = {}) }
        picture("one-organisation") { DutiesView(chosen, on = {}) }
        picture("one-organisation-empty") {
            DutiesView(chosen.copy(active = emptyList(), readOnly = emptyList()), on = {})
        }
        picture("cancelled") {
            val cancelled = row(cancelled = true, last = null, until = Instant.parse("2026-11-26T16:30:00Z"))
            DutiesView(none.copy(readOnly = listOf(cancelled)), on = {})
        }
        picture("closed") {
            val accounts = ClosedReason.entries.map { ClosedAccount(it.name, "Rettung XYZ", it) }
            DutiesView(none.copy(closed = accounts), on = {})
        }
        picture("wrong") {
            val wrong = row(
                title = "\u202EMarkt ".repeat(80),
                meetingPoint = "w".repeat(200),
                organisation = "Rettung ".repeat(60),
                last = text("Ben\u202E gnilhcs", "Kommt ihr? \u202Egnafnasna\u202C Ja."),
            )
            val nameless = row("2", title = "", organisation = "Rettung XYZ", last = text("", "Ohne Namen"), unread = 100_000)
            DutiesView(none.copy(active = listOf(wrong, nameless)), on = {})
        }
        picture("empty") { DutiesView(none, on = {}) }
        picture("nobody") { DutiesView(DutiesState(loaded = true), on = {}) }
        picture("loading") { DutiesView(DutiesState(), on = {}) }
        picture("offline") { DutiesView(several.copy(offline = true), on = {}) }
        picture("refreshing") { DutiesView(several.copy(refreshing = true), on = {}) }
        picture("refresh-failed") { DutiesView(several.copy(problem = DutiesProblem.REFRESH), on = {}) }
        picture("unreadable") { DutiesView(DutiesState(problem = DutiesProblem.READ), on = {}) }
    }
}
