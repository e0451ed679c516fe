package de.dienstchat.app.details

import de.dienstchat.app.chat.END
import de.dienstchat.app.chat.START
import java.time.Duration

/** The states of the screen, as its view is tested and pictured. */
object DetailsStates {
    private val DUTY = DutyDetails(
        title = "Weihnachtsmarkt",
        organisation = "Rettung XYZ",
        startsAt = START,
        endsAt = END,
        meetingPoint = "Rathausplatz, am Brunnen",
        state = DutyDetails.State.PLANNED,
        writableUntil = END + Duration.ofDays(2),
        deletedAt = END + Duration.ofDays(32),
    )

    private fun person(name: String, function: String? = null, joined: Boolean = true, own: Boolean = false) =
        MemberRow(name, responsible = false, function, own, joined)

    private val PEOPLE = listOf(
        MemberRow("Ben", responsible = true, function = null, own = false, joined = true),
        person("Anna", "Fahrerin", own = true),
        person("Clara", "Sanitäterin"),
    )

    val EVERYBODY = DetailsState(Stage.Open(DUTY), PEOPLE)
    val MISSING = DetailsState(Stage.Open(DUTY), PEOPLE + person("Dora", joined = false) + person("", joined = false))
    val CANCELLED = DetailsState(Stage.Open(DUTY.copy(state = DutyDetails.State.CANCELLED)), PEOPLE)
    val CHAT_OFF = DetailsState(Stage.Open(DUTY.copy(state = DutyDetails.State.CHAT_OFF, meetingPoint = null)), PEOPLE)

    /** What is written from right to left, would turn what follows, or is very long. */
    val STRANGE = DetailsState(
        Stage.Open(DUTY.copy(title = "\u202EMarkt ".repeat(80), meetingPoint = "البوابة 3")),
        listOf(person("ليلى", "مسعفة"), person("Ben\u202E gnilhcs", own = true), person("x".repeat(500))),
    )

    /** What is wrong, in the letters that the typeface of the pictures has. */
    val WRONG = DetailsState(
        Stage.Open(DUTY.copy(title = "\u202EMarkt ".repeat(80), meetingPoint = "w".repeat(200))),
        listOf(person("Ben\u202E gnilhcs", own = true), person(""), person("Clara ".repeat(80))),
    )

    val CROWD = DetailsState(Stage.Open(DUTY), List(500) { person("Helferin $it") })
}
