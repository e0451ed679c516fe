package de.dienstchat.app.android.notifications

import android.app.Notification
import android.app.NotificationManager
import android.content.Intent
import android.os.Parcel
import de.dienstchat.ChatSummary
import de.dienstchat.Content
import de.dienstchat.DutyState
import de.dienstchat.ItemId
import de.dienstchat.ItemState
import de.dienstchat.Limits
import de.dienstchat.Phase
import de.dienstchat.TimelineItem
import de.dienstchat.app.android.MainActivity
import de.dienstchat.app.android.TestApplication
import de.dienstchat.app.preferences.Language
import de.dienstchat.app.texts.German
import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApplication::class)
class NotificationsTest {
    private val app = TestApplication.instance
    private val manager = app.getSystemService(NotificationManager::class.java)
    private val start = Instant.parse("2026-11-28T07:00:00Z")

    private fun chat(
        unread: ULong,
        dutyId: String = "4711",
        content: Content = Content.Text("Treffpunkt ist das Südtor"),
        title: String = "Weihnachtsmarkt",
    ) = ChatSummary(
        account = "one",
        ov = "xyz",
        dutyId = dutyId,
        title = title,
        startsAt = start,
        endsAt = start.plusSeconds(3_600),
        meetingPoint = null,
        state = DutyState.PLANNED,
        phase = Phase.ACTIVE,
        limits = Limits(start.plusSeconds(90_000), start.plusSeconds(900_000)),
        sealed = null,
        lastMessage = TimelineItem(
            ItemId.Event("\$1"), "@xyz_ben:example", "Ben", own = false, start, content, ItemState.Received,
        ),
        unread = unread,
    )

    /** The app was opened, has seen what there is, and was left. */
    private fun left(vararg seen: ChatSummary = arrayOf(chat(unread = 0u))) = run {
        app.signIn()
        app.core.chats.value = seen.toList()
        Robolectric.buildActivity(MainActivity::class.java).setup().also {
            app.settled()
            app.core.chats.value = seen.toList()
            it.pause().stop()
            app.settled()
        }
    }

    private fun chats(vararg chats: ChatSummary) {
        app.core.chats.value = chats.toList()
        app.settled()
    }

    private fun choose(hidePreviews: Boolean, appLock: Boolean = false) {
        app.preferences.change {
            it.copy(hidePreviews = hidePreviews, appLock = appLock, language = Language.GERMAN)
        }
    }

    private fun shown(): List<Notification> = manager.activeNotifications.map { it.notification }

    private fun Notification.text(name: String) = extras.getCharSequence(name)?.toString()

    @Test
    fun whatArrivesWhileTheAppIsNotToBeSeen() {
        left()
        choose(hidePreviews = false)
        chats(chat(unread = 1u))
        val notification = shown().single()
        assertEquals("Weihnachtsmarkt", notification.text(Notification.EXTRA_TITLE))
        val said = German.dutiesLast("\u2068Ben\u2069", "\u2068Treffpunkt ist das Südtor\u2069")
        assertEquals(said, notification.text(Notification.EXTRA_TEXT))
        assertEquals(Notification.VISIBILITY_PRIVATE, notification.visibility)
        assertEquals(Notification.VISIBILITY_PRIVATE, manager.getNotificationChannel("messages").lockscreenVisibility)
    }

    @Test
    fun aLockedScreenShowsNoContent() {
        left()
        choose(hidePreviews = false)
        chats(chat(unread = 2u))
        assertContentless("2 neue Nachrichten", assertNotNull(shown().single().publicVersion))
    }

    @Test
    fun whoHidesPreviewsOrLocksTheAppShowsNobodyContent() {
        left()
        choose(hidePreviews = true)
        chats(chat(unread = 1u))
        assertContentless("Neue Nachricht", shown().single())
        choose(hidePreviews = false, appLock = true)
        chats(chat(unread = 2u))
        assertContentless("2 neue Nachrichten", shown().single())
    }

    private fun assertContentless(title: String, notification: Notification) {
        assertEquals(title, notification.text(Notification.EXTRA_TITLE))
        // As a listener gets it.
        val parcel = Parcel.obtain().also { notification.writeToParcel(it, 0) }
        val all = parcel.marshall().decodeToString().replace("\u0000", "")
        for (secret in listOf("Weihnachtsmarkt", "Ben", "Südtor")) assertFalse(secret in all, all)
    }

    @Test
    fun aTapOpensTheChatAndNobodyElseIsMeant() {
        left()
        chats(chat(unread = 1u, dutyId = "a/b"))
        val pending = shadowOf(shown().single().contentIntent)
        assertTrue(pending.isActivity && pending.isImmutable)
        val intent = pending.savedIntent
        assertEquals(MainActivity::class.java.name, intent.component?.className)
        assertEquals(Intent.ACTION_VIEW, intent.action)
        assertEquals("dienstchat://duty/xyz/a%2Fb", intent.dataString)
    }

    @Test
    fun whatIsReadIsTakenAway() {
        left()
        chats(chat(unread = 1u), chat(unread = 3u, dutyId = "4712"))
        assertEquals(2, shown().size)
        chats(chat(unread = 0u), chat(unread = 3u, dutyId = "4712"))
        assertEquals(listOf("one/4712"), manager.activeNotifications.map { it.tag })
        chats()
        assertEquals(emptyList(), shown())
    }

    @Test
    fun whatAnEarlierProcessShowedIsTakenAwayToo() {
        left()
        chats(chat(unread = 1u))
        app.kill()
        app.core.chats.value = listOf(chat(unread = 0u))
        Robolectric.buildActivity(MainActivity::class.java).setup()
        app.settled()
        assertEquals(emptyList(), shown())
    }

    @Test
    fun nothingIsToldOfWhatWasThereBeforeOrIsToBeSeen() {
        val controller = left(chat(unread = 5u))
        chats(chat(unread = 5u, title = "Anders"))
        chats(chat(unread = 4u))
        assertEquals(emptyList(), shown())
        controller.restart().start().resume()
        chats(chat(unread = 9u))
        assertEquals(emptyList(), shown())
        controller.pause().stop()
        chats(chat(unread = 10u))
        assertEquals(1, shown().size)
    }

    @Test
    fun oddTextsAreShownInOneLineAndCut() {
        left()
        choose(hidePreviews = false)
        chats(chat(unread = 1u, title = "\u202eA\n\nB", content = Content.Text("x".repeat(65_536))))
        val notification = shown().single()
        assertEquals("A B", notification.text(Notification.EXTRA_TITLE))
        assertTrue(notification.text(Notification.EXTRA_TEXT)!!.length < 1_000)
        chats(chat(unread = 2u, content = Content.Deleted))
        assertEquals(German.dutiesLastDeleted, shown().single().text(Notification.EXTRA_TEXT))
        chats(chat(unread = 3u, content = Content.Text("x".repeat(299) + "😀")))
        assertFalse(shown().single().text(Notification.EXTRA_TEXT)!!.any(Char::isSurrogate))
    }

    @Test
    fun manyMessagesAreOneNotification() {
        left()
        repeat(200) { chats(chat(unread = it.toULong() + 1u)) }
        assertEquals(1, shown().size)
        chats(chat(unread = ULong.MAX_VALUE))
        assertEquals(1, shown().size)
    }
}
