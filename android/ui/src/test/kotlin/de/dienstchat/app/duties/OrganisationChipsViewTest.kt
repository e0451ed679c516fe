package de.dienstchat.app.duties

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.assertIsNotSelected
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isSelectable
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.pressKey
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
class OrganisationChipsViewTest {
    private val events = mutableListOf<DutiesEvent>()
    private val two = DutiesState(
        loaded = true,
        signedIn = true,
        organisations = listOf(
            OrganisationChoice("xyz_anna", "Rettung XYZ"),
            OrganisationChoice("abc_anna", "Bergwacht ABC"),
        ),
        active = listOf(row(organisation = "Rettung XYZ")),
    )
    private val chosen = two.copy(
        organisations = listOf(two.organisations[0], two.organisations[1].copy(unread = 3)),
        chosen = "xyz_anna",
    )
    private val many = two.copy(
        organisations = List(20) { OrganisationChoice("$it", "Organisation $it") },
        active = emptyList(),
    )

    private fun ComposeUiTest.chip(name: String): SemanticsNodeInteraction =
        onNode(isSelectable() and hasText(name))

    @Test
    fun theyAreReadAfterTheTitle() = screenTest({ DutiesView(chosen, events::add) }) {
        val order = readingOrder()
        assertEquals(German.dutiesTitle, order.first())
        assertEquals(German.settings, order[2])
        assertEquals(
            listOf(
                German.dutiesChooseOrganisation,
                "${German.dutiesUnread(3)}, ${German.dutiesAllOrganisations}",
                "Rettung XYZ",
                "${German.dutiesUnread(3)}, Bergwacht ABC",
                German.dutiesActive,
            ),
            order.subList(3, 8),
        )
    }

    @Test
    fun fromTheRightTheyAreReadFromTheRight() = screenTest(
        { DutiesView(two, events::add) },
        direction = LayoutDirection.Rtl,
    ) {
        val chips = listOf(German.dutiesAllOrganisations, "Rettung XYZ", "Bergwacht ABC")
        assertEquals(chips, readingOrder().filter { it in chips })
    }

    @Test
    fun oneOfThemIsChosen() = screenTest({ DutiesView(chosen, events::add) }) {
        for (name in listOf(German.dutiesAllOrganisations, "Rettung XYZ", "Bergwacht ABC")) {
            chip(name).assert(SemanticsMatcher.expectValue(SemanticsProperties.Role, Role.RadioButton))
        }
        chip("Rettung XYZ").assertIsSelected()
        chip(German.dutiesAllOrganisations).assertIsNotSelected().performClick()
        chip("Bergwacht ABC").assertIsNotSelected().performClick()
        assertEquals(listOf<DutiesEvent>(DutiesEvent.Choose(null), DutiesEvent.Choose("abc_anna")), events)
    }

    @Test
    fun allAreShownUntilOneIsChosen() = screenTest({ DutiesView(two, events::add) }) {
        chip(German.dutiesAllOrganisations).assertIsSelected()
        chip("Rettung XYZ").assertIsNotSelected()
    }

    @Test
    fun whereThereIsOneThereIsNothingToChoose() = screenTest({
        DutiesView(two.copy(organisations = emptyList()), events::add)
    }) {
        onNodeWithText(German.dutiesAllOrganisations).assertDoesNotExist()
        onNodeWithContentDescription(German.dutiesChooseOrganisation).assertDoesNotExist()
    }

    @Test
    fun theyCanBeHitAndRead() {
        for (direction in LayoutDirection.entries) {
            screenTest({ DutiesView(chosen, events::add) }, fontScale = 2f, direction = direction) {
                assertTouchTargets()
                assertLabelled()
                assertWhole(hasText(German.dutiesAllOrganisations))
            }
        }
    }

    @Test
    fun aKeyboardReachesThem() = screenTest({ DutiesView(two, events::add) }) {
        for (stop in 1..STOPS_BEFORE) onRoot().performKeyInput { pressKey(Key.Tab) }
        onRoot().performKeyInput { pressKey(Key.Tab) }
        chip(German.dutiesAllOrganisations).assertIsFocused()
        onRoot().performKeyInput { pressKey(Key.Tab) }
        chip("Rettung XYZ").assertIsFocused()
        onRoot().performKeyInput { pressKey(Key.Enter) }
        assertEquals(listOf<DutiesEvent>(DutiesEvent.Choose("xyz_anna")), events)
    }

    @Test
    fun theChosenOneIsToBeSeenHoweverManyThereAre() {
        for (direction in LayoutDirection.entries) {
            var state by mutableStateOf(many.copy(chosen = "17"))
            screenTest({ DutiesView(state, events::add) }, direction = direction) {
                assertWhole(hasText("Organisation 17"))
                state = many.copy(chosen = "2")
                waitForIdle()
                assertWhole(hasText("Organisation 2"))
                state = many
                waitForIdle()
                assertWhole(hasText(German.dutiesAllOrganisations))
            }
        }
    }

    @Test
    fun whatIsChosenIsShownFromItsBeginning() {
        var state by mutableStateOf(two.copy(active = List(50) { row("$it", title = "Dienst $it") }))
        screenTest({ DutiesView(state, events::add) }) {
            onNode(hasScrollToIndexAction()).performScrollToNode(hasText("Dienst 49"))
            state = chosen.copy(active = List(50) { row("other $it", title = "Nachtwache $it") })
            waitForIdle()
            assertWhole(hasText("Nachtwache 0"))
        }
    }

    @Test
    fun twoPeopleOfOneOrganisationAreToldApart() = screenTest({
        DutiesView(
            two.copy(
                organisations = listOf(
                    OrganisationChoice("xyz_anna", "Rettung XYZ", "Anna"),
                    OrganisationChoice("xyz_ben", "Rettung XYZ", "\u202EBen"),
                    OrganisationChoice("abc_anna", ""),
                ),
            ),
            events::add,
        )
    }) {
        val ben = German.dutiesOrganisationPerson("\u2068Rettung XYZ\u2069", "\u2068Ben\u2069")
        chip(ben).performScrollTo().performClick()
        chip(German.noName).performScrollTo().performClick()
        assertEquals(listOf<DutiesEvent>(DutiesEvent.Choose("xyz_ben"), DutiesEvent.Choose("abc_anna")), events)
    }

    @Test
    fun whatIsEmptyIsOneOrganisation() = screenTest({
        DutiesView(chosen.copy(active = emptyList()), events::add)
    }, English, fontScale = 2f) {
        assertWhole(hasText(English.dutiesEmptyOrganisation("\u2068Rettung XYZ\u2069")))
        onNodeWithText(English.dutiesEmptyOrganisationHint).assertExists()
        onNodeWithText(English.dutiesEmpty).assertDoesNotExist()
        onNodeWithText(English.dutiesEmptyHint).assertDoesNotExist()
        chip(English.dutiesAllOrganisations).assertIsDisplayed()
    }

    private companion object {
        /** The two actions beside the title. */
        const val STOPS_BEFORE = 2
    }
}
