package de.dienstchat.app.duties

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.swipeDown
import androidx.compose.ui.unit.LayoutDirection
import de.dienstchat.app.testing.assertLabelled
import de.dienstchat.app.testing.assertTouchTargets
import de.dienstchat.app.testing.assertWhole
import de.dienstchat.app.testing.readingOrder
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.English
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@OptIn(ExperimentalTestApi::class)
class DutiesViewTest {
    private val events = mutableListOf<DutiesEvent>()
    private val shown = DutiesState(loaded = true, signedIn = true)
    private val full = shown.copy(
        closed = listOf(ClosedAccount("abc_anna", "Rettung ABC", ClosedReason.SIGN_IN_AGAIN)),
        active = listOf(row(unread = 3, organisation = "Rettung XYZ")),
        readOnly = listOf(row("1", title = "Stadtlauf", cancelled = true, last = null)),
    )

    @Test
    fun itIsReadFromTopToBottom() = screenTest({ DutiesView(full, events::add) }) {
        val order = readingOrder()
        assertEquals(listOf(German.dutiesTitle, German.dutiesRefresh, German.settings), order.take(3))
        assertEquals(German.dutiesActive, order[4])
        assertTrue("Rettung ABC" in order[3], order[3])
        assertTrue("Weihnachtsmarkt" in order[5], order[5])
        assertEquals(German.dutiesReadOnly, order[6])
        assertTrue("Stadtlauf" in order[7], order[7])
    }

    @Test
    fun aDutySaysAllOfItself() = screenTest({ DutiesView(full, events::add) }) {
        val said = readingOrder().single { "Weihnachtsmarkt" in it }
        val parts = listOf(
            "3 ungelesene Nachrichten",
            "Rettung XYZ",
            "Sa., 28. Nov., 08:00–16:00",
            "Treffpunkt: \u2068Rathausplatz\u2069",
            "\u2068Ben\u2069: \u2068Wer bringt den Rucksack mit?\u2069",
            "Noch 3 Tage schreiben",
        )
        for (part in parts) assertTrue(part in said, "$part: $said")
    }

    @Test
    fun whatIsClickedIsAskedFor() = screenTest({ DutiesView(full, events::add) }) {
        onNodeWithText("Sanitätsdienst Weihnachtsmarkt").performClick()
        onNodeWithText(German.dutiesWhatToDo).performClick()
        onNodeWithContentDescription(German.dutiesRefresh).performClick()
        onNodeWithContentDescription(German.settings).performClick()
        assertEquals(
            listOf(
                DutiesEvent.OpenChat("xyz_anna", "4711"),
                DutiesEvent.OpenAccount("abc_anna"),
                DutiesEvent.Refresh,
                DutiesEvent.OpenSettings,
            ),
            events,
        )
    }

    @Test
    fun pullingRefreshes() = screenTest({ DutiesView(full, events::add) }) {
        onNode(hasScrollToIndexAction()).performTouchInput { swipeDown(startY = top + 10, endY = bottom - 10) }
        waitForIdle()
        assertEquals(listOf<DutiesEvent>(DutiesEvent.Refresh), events)
    }

    @Test
    fun whileItRefreshesThereIsNothingToPress() = screenTest({
        DutiesView(full.copy(refreshing = true), events::add)
    }) {
        onNodeWithContentDescription(German.dutiesRefresh).assertIsNotEnabled()
    }

    @Test
    fun everythingCanBeHitAndSaysWhatItIs() = screenTest({ DutiesView(full, events::add) }, fontScale = 2f) {
        assertTouchTargets()
        assertLabelled()
    }

    @Test
    fun largeTextIsWhole() = screenTest({ DutiesView(shown.copy(active = full.active), events::add) }, fontScale = 2f) {
        for (text in listOf(German.dutiesTitle, "Sanitätsdienst Weihnachtsmarkt", "Sa., 28. Nov., 08:00–16:00")) {
            assertWhole(hasText(text))
        }
    }

    @Test
    fun anEmptyListSaysHowChatsComeAbout() = screenTest({ DutiesView(shown, events::add) }, fontScale = 2f) {
        assertWhole(hasText(German.dutiesEmpty))
        onNodeWithText(German.dutiesEmptyHint).assertExists()
        onNodeWithText(German.signIn).assertDoesNotExist()
    }

    @Test
    fun whoIsNotSignedInCanSignIn() = screenTest({ DutiesView(DutiesState(loaded = true), events::add) }) {
        onNodeWithText(German.signIn).performClick()
        assertEquals(listOf<DutiesEvent>(DutiesEvent.SignIn), events)
    }

    @Test
    fun whatIsNotReadYetIsNotCalledEmpty() = screenTest({ DutiesView(DutiesState(), events::add) }) {
        onNodeWithText(German.loading).assertExists()
        onNodeWithText(German.dutiesEmpty).assertDoesNotExist()
    }

    @Test
    fun theStripsSayWhatIsTheMatter() = screenTest({
        DutiesView(full.copy(offline = true, problem = DutiesProblem.REFRESH), events::add)
    }, English) {
        onNodeWithText(English.offline).assertExists()
        onNodeWithText(English.dutiesRefreshFailed).assertExists()
    }

    @Test
    fun oddNamesAndTitlesLeaveTheRestWhereItIs() = screenTest({
        val rows = listOf(
            row("1", title = "Großeinsatz ".repeat(42), last = text("\u202EAnna", "\u202Etxet")),
            row("2", title = "", last = text("", "Hallo")),
            row("3", title = "👩‍👩‍👧🚑", last = text(null, "👍🏽")),
            row("4", title = "\u202Etsnei\u0000D", organisation = "", meetingPoint = "Hof ".repeat(125)),
        )
        DutiesView(shown.copy(active = rows), events::add)
    }, fontScale = 2f, direction = LayoutDirection.Rtl) {
        val list = onNode(hasScrollToIndexAction())
        val nobody = "\u2068${German.noName}\u2069: \u2068Hallo\u2069"
        for (text in listOf("\u2068Anna\u2069: ", nobody, "👩‍👩‍👧🚑", "tsnei D")) {
            list.performScrollToNode(hasText(text, substring = true))
            assertTouchTargets()
        }
        list.performScrollToNode(hasText(German.untitled))
        assertWhole(hasText(German.untitled))
    }

    @Test
    fun twoHundredDutiesCanBeReached() = screenTest({
        DutiesView(shown.copy(active = List(200) { row("$it", title = "Dienst $it") }), events::add)
    }) {
        onNode(hasScrollToIndexAction()).performScrollToNode(hasText("Dienst 199"))
        onNodeWithText("Dienst 199").performClick()
        assertEquals(listOf<DutiesEvent>(DutiesEvent.OpenChat("xyz_anna", "199")), events)
    }
}
