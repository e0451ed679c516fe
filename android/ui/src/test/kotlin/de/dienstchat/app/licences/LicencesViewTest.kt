package de.dienstchat.app.licences

import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasStateDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performSemanticsAction
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.requestFocus
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
    private val aes = Component("aes", "0.9.4", "MIT", listOf("a"))
    private val two = LicencesState(listOf(aes, Component("jna", "5.17.0", "Apache-2.0", listOf("b"))))
    private val expanded = two.copy(expanded = Expanded(aes, listOf("Copyright (c) Anna", "Permission is granted.")))

    @Test
    fun itIsReadFromTopToBottom() = screenTest({ LicencesView(two, done::add) }) {
        val expected = listOf(
            German.back, German.settingsLicences, German.settingsLicencesOwn, German.settingsLicencesOthers,
            "aes 0.9.4, MIT", "jna 5.17.0, Apache-2.0",
        )
        assertEquals(expected, readingOrder())
    }

    @Test
    fun aTextStandsBelowItsComponent() = screenTest({ LicencesView(expanded, done::add) }) {
        val expected =
            listOf("aes 0.9.4, MIT", "Copyright (c) Anna", "Permission is granted.", "jna 5.17.0, Apache-2.0")
        assertEquals(expected, readingOrder().drop(4))
        onNodeWithText("aes 0.9.4").assert(hasStateDescription(German.expanded))
        onNodeWithText("jna 5.17.0").assert(hasStateDescription(German.collapsed))
    }

    @Test
    fun aTextIsShownAndHiddenByTouchKeyboardAndScreenReader() = screenTest({ LicencesView(expanded, done::add) }) {
        val jna = checkNotNull(two.components).last()
        onNodeWithText("jna 5.17.0").performClick()
        onNodeWithText("jna 5.17.0").performSemanticsAction(SemanticsActions.Expand)
        onNodeWithText("aes 0.9.4").performSemanticsAction(SemanticsActions.Collapse)
        onNodeWithText("aes 0.9.4").requestFocus().performKeyInput { pressKey(Key.Enter) }
        assertEquals<List<LicencesEvent>>(listOf(jna, jna, aes, aes).map { LicencesEvent.Toggle(it) }, done)
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
    fun theLongestTextCanBeReadToItsEnd() {
        val component = components().maxBy { paragraphs(it).size }
        val state = LicencesState(listOf(component), Expanded(component, paragraphs(component)))
        screenTest({ LicencesView(state, done::add) }, fontScale = 2f) {
            onNode(hasScrollToIndexAction()).performScrollToNode(hasText(paragraphs(component).last()))
            onNodeWithText(paragraphs(component).last()).assertIsDisplayed()
        }
    }

    @Test
    fun allOfItCanBeReached() = screenTest({ LicencesView(LicencesState(components()), done::add) }, fontScale = 2f) {
        val last = components().last()
        val said = "${last.name} ${last.version}"
        onNode(hasScrollToIndexAction()).performScrollToNode(hasText(said))
        assertWhole(hasText(said))
    }
}
