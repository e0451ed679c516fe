package de.dienstchat.app.privacy

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import de.dienstchat.app.testing.assertLabelled
import de.dienstchat.app.testing.assertTouchTargets
import de.dienstchat.app.testing.assertWhole
import de.dienstchat.app.testing.readingOrder
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals

@OptIn(ExperimentalTestApi::class)
class PrivacyViewTest {
    private val done = mutableListOf<PrivacyEvent>()

    @Test
    fun itIsReadFromTopToBottom() = screenTest({ PrivacyView(PrivacyState, done::add) }) {
        val expected = listOf(
            German.back, German.settingsPrivacy, German.settingsPrivacyEncryption, German.settingsPrivacyOperator,
            German.settingsPrivacyDevice, German.settingsPrivacyDeletion, German.settingsPrivacyNothing,
        )
        assertEquals(expected, readingOrder())
    }

    @Test
    fun itCanBeLeft() = screenTest({ PrivacyView(PrivacyState, done::add) }) {
        assertTouchTargets()
        assertLabelled()
        onNodeWithContentDescription(German.back).performClick()
        assertEquals(listOf<PrivacyEvent>(PrivacyEvent.Back), done)
    }

    @Test
    fun largeTextIsWhole() = screenTest({ PrivacyView(PrivacyState, done::add) }, fontScale = 2f) {
        onNodeWithText(German.settingsPrivacyNothing).performScrollTo()
        assertWhole(hasText(German.settingsPrivacyNothing))
    }
}
