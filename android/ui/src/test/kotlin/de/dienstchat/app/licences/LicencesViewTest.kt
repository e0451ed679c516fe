package de.dienstchat.app.licences

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import de.dienstchat.app.testing.assertLabelled
import de.dienstchat.app.testing.assertTouchTargets
import de.dienstchat.app.testing.assertWhole
import de.dienstchat.app.testing.readingOrder
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals

@OptIn(ExperimentalTestApi::class)
class LicencesViewTest {
    private val done = mutableListOf<LicencesEvent>()
    private val two = LicencesState(listOf(Component("aes", "0.9.4", "MIT"), Component("jna", "5.17.0", "Apache-2.0")))

    @Test
    fun itIsReadFromTopToBottom() = screenTest({ LicencesView(two, done::add) }) {
        val expected = listOf(
            German.back, German.settingsLicences, German.settingsLicencesOwn, German.settingsLicencesOthers,
            "aes 0.9.4, MIT", "jna 5.17.0, Apache-2.0",
        )
        assertEquals(expected, readingOrder())
    }

    @Test
    fun whileItIsReadThatIsSaid() = screenTest({ LicencesView(LicencesState(), done::add) }) {
        assertEquals(listOf(German.back, German.settingsLicences, German.loading), readingOrder())
    }

    @Test
    fun itCanBeLeft() = screenTest({ LicencesView(two, done::add) }) {
        assertTouchTargets()
        assertLabelled()
        onNodeWithContentDescription(German.back).performClick()
        assertEquals(listOf<LicencesEvent>(LicencesEvent.Back), done)
    }

    @Test
    fun allOfItCanBeReached() = screenTest({ LicencesView(LicencesState(components()), done::add) }, fontScale = 2f) {
        val last = components().last()
        val said = "${last.name} ${last.version}"
        onNode(hasScrollToIndexAction()).performScrollToNode(hasText(said))
        assertWhole(hasText(said))
    }
}
