package de.dienstchat.app.sealed

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.unit.LayoutDirection
import de.dienstchat.app.sealed.SealedState.Failure
import de.dienstchat.app.sealed.SealedState.Shown
import de.dienstchat.app.sealed.SealedState.Why
import de.dienstchat.app.testing.assertLabelled
import de.dienstchat.app.testing.assertTouchTargets
import de.dienstchat.app.testing.assertWhole
import de.dienstchat.app.testing.readingOrder
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@OptIn(ExperimentalTestApi::class)
class SealedViewTest {
    private val done = mutableListOf<SealedEvent>()

    private fun shown(why: Why) = Shown(why, "Rettung XYZ")

    @Test
    fun itIsReadFromTopToBottom() = screenTest({ SealedView(shown(Why.UPDATE), done::add) }) {
        val expected = listOf(German.back, "Rettung XYZ", German.sealedUpdate, German.sealedUpdateHint, German.retry)
        assertEquals(expected, readingOrder())
    }

    @Test
    fun eachReasonCanBeHitAndRead() = Why.entries.forEach { why ->
        screenTest({ SealedView(shown(why), done::add) }, fontScale = 2f) {
            assertTouchTargets()
            assertLabelled()
        }
    }

    @Test
    fun whatHelpsIsOfferedAndNothingElse() {
        val retry = German.retry
        val signOut = German.sealedSignOutHere
        val offered = mapOf(
            Why.SIGN_IN_AGAIN to listOf(German.signIn, signOut),
            Why.BLOCKED to listOf(signOut),
            Why.NO_CONTACT to listOf(retry, signOut),
            Why.DAMAGED to listOf(signOut, retry),
            Why.KEY_LOST to listOf(signOut, retry),
            Why.UPDATE to listOf(retry),
            Why.LOCKED to listOf(retry),
            Why.STORAGE to listOf(retry),
        )
        assertEquals(Why.entries.toSet(), offered.keys)
        for ((why, buttons) in offered) {
            screenTest({ SealedView(shown(why), done::add) }) { assertEquals(buttons, readingOrder().drop(4), "$why") }
        }
    }

    @Test
    fun whatIsClickedIsDone() {
        screenTest({ SealedView(shown(Why.SIGN_IN_AGAIN), done::add) }) {
            onNodeWithText(German.signIn).performClick()
            onNodeWithText(German.sealedSignOutHere).performClick()
            onNodeWithContentDescription(German.back).performClick()
        }
        screenTest({ SealedView(shown(Why.LOCKED), done::add) }) { onNodeWithText(German.retry).performClick() }
        assertEquals(listOf(SealedEvent.SignInAgain, SealedEvent.SignOut, SealedEvent.Back, SealedEvent.Retry), done)
    }

    @Test
    fun anAttemptIsSaid() = screenTest({ SealedView(shown(Why.LOCKED).copy(trying = true), done::add) }) {
        assertEquals(listOf(German.back, "Rettung XYZ", German.sealedTrying), readingOrder())
    }

    @Test
    fun whatDidNotHelpIsSaid() {
        val said = mapOf(
            Failure.OFFLINE to German.sealedOffline,
            Failure.SERVER to German.sealedServer,
            Failure.SAME to German.sealedSame,
        )
        assertEquals(Failure.entries.toSet(), said.keys)
        for ((failure, text) in said) {
            screenTest({ SealedView(shown(Why.NO_CONTACT).copy(failure = failure), done::add) }) {
                assertTrue(readingOrder().any { it.endsWith(text) }, text)
            }
        }
    }

    @Test
    fun beforeItIsKnownNothingIsClaimed() = screenTest({ SealedView(SealedState.Loading, done::add) }) {
        assertEquals(listOf(German.back, German.appName, German.loading), readingOrder())
    }

    @Test
    fun largeTextIsWhole() = screenTest({ SealedView(shown(Why.NO_CONTACT), done::add) }, fontScale = 2f) {
        assertWhole(hasText(German.sealedNoContact))
        onNodeWithText(German.sealedSignOutHere).performScrollTo()
        assertWhole(hasText(German.sealedSignOutHere))
    }

    @Test
    fun fromRightToLeftTheOrderIsTheSame() =
        screenTest({ SealedView(shown(Why.UPDATE), done::add) }, direction = LayoutDirection.Rtl) {
            assertEquals(German.back, readingOrder().first())
            assertEquals(German.retry, readingOrder().last())
        }

    @Test
    fun aLongNameWithMarksDoesNotBreakIt() = screenTest({
        SealedView(Shown(Why.BLOCKED, "\u202E" + "Rettung ".repeat(60)), done::add)
    }) {
        assertTrue(readingOrder().none { '\u202E' in it })
        onNodeWithText(German.sealedSignOutHere).performScrollTo()
        assertWhole(hasText(German.sealedSignOutHere))
    }
}
