package de.dienstchat.app.chat

import de.dienstchat.ChatMember
import de.dienstchat.Content
import de.dienstchat.ItemState
import de.dienstchat.Role
import de.dienstchat.SendFailure
import de.dienstchat.TimelineItem
import de.dienstchat.WaitReason
import de.dienstchat.app.testing.NOON
import java.time.Duration
import java.time.ZoneId

/** The states of the screen, as its views are tested and pictured. It is the morning of the duty's eve. */
object ChatStates {
    private val PEOPLE = listOf(
        member("Ben", Role.RESPONSIBLE),
        member("Clara", function = "Sanitäterin"),
        member("Anna", function = "Fahrerin"),
    )

    val DUTY = Duty("Weihnachtsmarkt", "Rettung XYZ", START, START + Duration.ofHours(8))

    /** So long before noon, "dora" being on the duty no more. */
    private fun ago(minutes: Long, item: TimelineItem) = item.copy(at = NOON - Duration.ofMinutes(minutes))

    val TALK = listOf(
        ago(1_500, said("1", "Treffen um sieben am Gerätehaus. Bitte alle mit Einsatzjacke.")),
        ago(1_499, said("2", "Parken könnt ihr im Hof.")),
        ago(1_480, said("3", "Bin dabei!", by = "clara")),
        ago(60, said("4", "Ich bringe den Anhänger mit.", by = "anna")),
        ago(55, said("5", "Wer hat den Schlüssel?", by = "dora")),
    )

    fun open(
        items: List<TimelineItem> = TALK,
        members: List<ChatMember> = PEOPLE,
        composer: Composer = Composer.Writing(),
    ) = ChatState(
        duty = DUTY,
        stage = Stage.Open,
        messages = RowMapper(ZoneId.of("Europe/Berlin")).rows(items, members),
        older = Older.BEGINNING,
        composer = composer,
    )

    private fun sent(id: String, text: String, state: ItemState, minutes: Long) = ago(minutes, queued(id, text, state))

    val ON_THE_WAY = open(
        TALK.take(3) + listOf(
            ago(50, said("own", "Ich bin schon da.", by = "anna")),
            sent("t1", "Wo seid ihr?", ItemState.Sent, 30),
            sent("t2", "Ich warte am Tor.", ItemState.Sending, 20),
            sent("t3", "Oder an der Wache.", ItemState.Queued, 10),
        ),
    )

    fun failed(reason: SendFailure = SendFailure.REFUSED) =
        open(TALK.take(3) + sent("t1", "Ich komme etwas später.", ItemState.Failed(reason), 10))

    val WAITING = open(
        WaitReason.entries.mapIndexed { at, reason ->
            ago(100L - at, said("w$at", by = "clara", content = Content.Waiting(reason)))
        },
    )

    val UNREADABLE = open(
        TALK.take(2) + listOf(
            ago(60, said("d", content = Content.Deleted)),
            ago(30, said("u", by = "emil", name = null, content = Content.Unsupported)),
        ),
    )

    private val LONG_TEXT = "Bitte lesen. ".repeat(5_000)

    val LONG = open(listOf(ago(50, said("long", LONG_TEXT))))

    val WHOLE = WholeMessage(LONG.messages.single().author, LONG.messages.single().at, parts(LONG_TEXT))

    /** Names, titles and messages that are written from right to left, or would turn what follows. */
    val MIXED = open(
        listOf(
            ago(50, said("1", "نلتقي عند البوابة في الساعة 7.", by = "clara", name = "ليلى")),
            ago(40, said("2", "Kommt ihr? \u202Egnafnasna\u202C Ja.", name = "Ben\u202E gnilhcs")),
            ago(30, said("3", "Treffpunkt שער 3, dann weiter.", by = "anna")),
            ago(20, said("4", "Ohne Namen", by = "emil", name = "")),
        ),
    ).copy(duty = DUTY.copy(title = "\u202EMarkt ".repeat(80)))

    /** What is wrong, in the letters that the typeface of the pictures has. */
    val WRONG = open(
        listOf(
            ago(40, said("1", "Kommt ihr? \u202Egnafnasna\u202C Ja.", name = "Ben\u202E gnilhcs")),
            ago(30, said("2", "Ohne Namen", by = "emil", name = "")),
            ago(20, said("3", "w".repeat(200), by = "clara", name = "Clara ".repeat(80))),
        ),
    ).copy(duty = DUTY.copy(title = "\u202EMarkt ".repeat(80)))

    fun scrolledUp(unseen: Int) = open(
        List(60) { ago(200L - it, said("$it", "Nachricht $it", by = if (it % 3 == 0) "clara" else "ben")) },
    ).copy(anchor = ScrollAnchor("\$40", 0), unseen = unseen)
}
