package de.dienstchat.app.link

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.unit.LayoutDirection
import de.dienstchat.app.link.LinkState.Stage
import de.dienstchat.app.link.LinkState.Why
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
class LinkViewTest {
    private val done = mutableListOf<LinkEvent>()

    private fun ended(why: Why, signedIn: Boolean = true) = LinkState(Stage.Ended(why), signedIn)

    private val all = listOf(
        LinkState(Stage.Opening),
        LinkState(Stage.SignInFirst("Rettung XYZ")),
        LinkState(Stage.SignInFirst("Rettung XYZ"), signedIn = true),
    ) + Why.entries.map { ended(it) }

    @Test
    fun itIsReadFromTopToBottom() = screenTest({ LinkView(ended(Why.NOT_ON_DUTY), done::add) }) {
        val expected = listOf(
            German.back, German.appName, German.linkNotOnDuty, German.linkNotOnDutyHint, German.retry,
            German.toDuties,
        )
        assertEquals(expected, readingOrder())
    }

    @Test
    fun eachStateCanBeHitAndRead() = all.forEach { state ->
        screenTest({ LinkView(state, done::add) }, fontScale = 2f) {
            assertTouchTargets()
            assertLabelled()
        }
    }

    @Test
    fun whoseDutyItIsIsSaid() = screenTest({ LinkView(all[1], done::add) }) {
        val hint = readingOrder().single { "Rettung XYZ" in it }
        assertTrue(German.linkSignInHint in hint)
        onNodeWithText(German.linkSignIn).assertExists()
    }

    @Test
    fun anotherOrganisationIsNamed() = screenTest({ LinkView(all[2], done::add) }) {
        assertTrue(readingOrder().any { "Rettung XYZ" in it })
        onNodeWithText(German.linkOtherOrganisationHint).assertExists()
    }

    @Test
    fun whatHelpsIsDone() = screenTest({ LinkView(ended(Why.OFFLINE), done::add) }) {
        onNodeWithText(German.retry).performClick()
        onNodeWithText(German.toDuties).performClick()
        onNodeWithContentDescription(German.back).performClick()
        assertEquals(listOf(LinkEvent.Retry, LinkEvent.ToDuties, LinkEvent.Back), done)
    }

    @Test
    fun oneSignsInFromHere() = screenTest({ LinkView(all[1], done::add) }) {
        onNodeWithText(German.signIn).performClick()
        onNodeWithText(German.back).performClick()
        assertEquals(listOf(LinkEvent.SignIn, LinkEvent.Back), done)
    }

    @Test
    fun theAccountsOwnScreenIsNear() = screenTest({ LinkView(ended(Why.SEALED), done::add) }) {
        onNodeWithText(German.dutiesWhatToDo).performClick()
        assertEquals(listOf<LinkEvent>(LinkEvent.WhatToDo), done)
    }

    @Test
    fun withoutDutiesNoneAreOffered() = screenTest({ LinkView(ended(Why.INVALID, signedIn = false), done::add) }) {
        onNodeWithText(German.toDuties).assertDoesNotExist()
        onNodeWithText(German.retry).assertDoesNotExist()
    }

    @Test
    fun largeTextIsWhole() = screenTest({ LinkView(ended(Why.NOT_ON_DUTY), done::add) }, fontScale = 2f) {
        assertWhole(hasText(German.linkNotOnDuty))
        onNodeWithText(German.toDuties).performScrollTo()
        assertWhole(hasText(German.toDuties))
    }

    @Test
    fun fromRightToLeftTheOrderIsTheSame() =
        screenTest({ LinkView(ended(Why.REMOVED), done::add) }, direction = LayoutDirection.Rtl) {
            assertEquals(
                listOf(German.back, German.appName, German.linkRemoved, German.linkRemovedHint, German.toDuties),
                readingOrder(),
            )
        }
}
