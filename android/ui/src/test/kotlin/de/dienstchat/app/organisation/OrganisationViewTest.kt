package de.dienstchat.app.organisation

import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.assertIsNotFocused
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performImeAction
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.pressKey
import de.dienstchat.app.components.LocalFieldsSayTheirName
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
class OrganisationViewTest {
    private val events = mutableListOf<OrganisationEvent>()
    private val xyz = OrganisationRow("xyz", "Rettung XYZ")
    private val found = OrganisationState("ret", Outcome.Found(listOf(xyz)), canGoBack = true)

    @Test
    fun itIsReadFromTopToBottom() = screenTest({ OrganisationView(found, events::add) }) {
        val order = readingOrder()
        assertEquals(listOf(German.back, German.organisationTitle, German.organisationWelcome), order.take(3))
        assertTrue("ret" in order[3], order[3])
        assertEquals(German.organisationClear, order[4])
        assertEquals(German.organisationFound(1), order[5])
        assertEquals("Rettung XYZ, Kürzel XYZ", order[6])
    }

    @Test
    fun aSearchAndWhatItFoundAreReadOut() {
        val searching = found.copy(searching = true)
        for (still in listOf(true, false)) {
            screenTest({ OrganisationView(searching, events::add) }, reducedMotion = still) {
                val loading = hasText(German.loading) or hasContentDescription(German.loading)
                onNode(loading).assert(SemanticsMatcher.keyIsDefined(SemanticsProperties.LiveRegion))
                onNodeWithText(German.organisationFound(1)).assertDoesNotExist()
            }
        }
        screenTest({ OrganisationView(found, events::add) }) {
            onNodeWithText(German.organisationFound(1))
                .assert(SemanticsMatcher.keyIsDefined(SemanticsProperties.LiveRegion))
        }
    }

    @Test
    fun theFieldSaysItsNameWhereThatHidesNothing() {
        val name = hasSetTextAction() and hasContentDescription(German.organisationSearch)
        screenTest({ OrganisationView(found, events::add) }) { onNode(name).assertDoesNotExist() }
        screenTest({
            CompositionLocalProvider(LocalFieldsSayTheirName provides true) { OrganisationView(found, events::add) }
        }) { onNode(name).assertExists() }
    }

    @Test
    fun whatIsTypedAndPressedIsAskedFor() = screenTest({ OrganisationView(OrganisationState(), events::add) }) {
        onNode(hasSetTextAction()).performTextInput("xyz")
        onNode(hasSetTextAction()).performImeAction()
        assertEquals(listOf(OrganisationEvent.Type("xyz"), OrganisationEvent.Search), events)
    }

    @Test
    fun atADeskOneTypesAtOnceAndEnterChooses() = screenTest({
        OrganisationView(found, events::add, enterChooses = true)
    }) {
        onNode(hasSetTextAction()).assertIsFocused().performKeyInput { pressKey(Key.Enter) }
        assertEquals(listOf<OrganisationEvent>(OrganisationEvent.Enter), events)
    }

    @Test
    fun onAPhoneNoKeyboardCoversTheScreen() = screenTest({ OrganisationView(found, events::add) }) {
        onNode(hasSetTextAction()).assertIsNotFocused()
    }

    @Test
    fun whatIsClickedIsAskedFor() = screenTest({ OrganisationView(found, events::add) }) {
        onNodeWithText("Rettung XYZ").performClick()
        onNodeWithContentDescription(German.organisationClear).performClick()
        onNodeWithContentDescription(German.back).performClick()
        assertEquals(
            listOf(OrganisationEvent.Choose(xyz), OrganisationEvent.Type(""), OrganisationEvent.Back),
            events,
        )
    }

    @Test
    fun theFirstScreenLeadsNowhereBack() = screenTest({
        OrganisationView(OrganisationState(last = xyz), events::add)
    }) {
        onNodeWithContentDescription(German.back).assertDoesNotExist()
        onNodeWithText(German.organisationLast).assertExists()
        onNodeWithText("Rettung XYZ").performClick()
        assertEquals(listOf<OrganisationEvent>(OrganisationEvent.Choose(xyz)), events)
    }

    @Test
    fun everythingCanBeHitAndSaysWhatItIs() = screenTest({ OrganisationView(found, events::add) }, fontScale = 2f) {
        assertTouchTargets()
        assertLabelled()
        assertWhole(hasText(German.organisationTitle))
        assertWhole(hasText(German.organisationWelcome))
    }

    @Test
    fun largeTextOfAFailureIsWhole() = screenTest({
        OrganisationView(OrganisationState("xyz", Outcome.Offline), events::add)
    }, fontScale = 2f) {
        onNode(hasScrollToIndexAction()).performScrollToNode(hasText(German.retry))
        assertWhole(hasText(German.retry))
        assertTouchTargets()
        onNodeWithText(German.retry).performClick()
        assertEquals(listOf<OrganisationEvent>(OrganisationEvent.Search), events)
    }

    @Test
    fun whatWasNotFoundIsNamed() = screenTest({
        OrganisationView(OrganisationState("\u202Ezyx", Outcome.None("\u202Ezyx")), events::add)
    }) {
        onNodeWithText(German.organisationNone("\u2068zyx\u2069"), substring = true).assertExists()
        onNodeWithText(German.organisationNoneHint, substring = true).assertExists()
    }

    @Test
    fun oddNamesLeaveTheRestWhereItIs() = screenTest({
        val odd = listOf("", "\u202EZYX", "👩‍👩‍👧 Helfer", "Rettung ".repeat(60))
        val rows = odd.mapIndexed { index, name -> OrganisationRow("o$index", name) }
        OrganisationView(OrganisationState("o", Outcome.Found(rows)), events::add)
    }, fontScale = 2f) {
        for (text in listOf(German.noName, "ZYX", "👩‍👩‍👧 Helfer", "Kürzel O3")) {
            onNode(hasScrollToIndexAction()).performScrollToNode(hasText(text))
            assertTouchTargets()
        }
    }
}
