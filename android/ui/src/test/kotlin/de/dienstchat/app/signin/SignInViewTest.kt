package de.dienstchat.app.signin

import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onParent
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
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
class SignInViewTest {
    private val events = mutableListOf<SignInEvent>()
    private val explain = SignInState("Rettung XYZ")

    private fun at(step: Step) = explain.copy(step = step)

    @Test
    fun itIsReadFromTopToBottom() = screenTest({ SignInView(explain, events::add) }) {
        assertEquals(
            listOf(
                German.back,
                German.signinTitle("\u2068Rettung XYZ\u2069"),
                German.signinExplain,
                German.signinSharedTitle,
                German.signinSharedName,
                German.signinSharedOrganisation,
                German.signinSharedId,
                German.signinSharedNot,
                German.signinContinue,
            ),
            readingOrder(),
        )
    }

    @Test
    fun fromRightToLeftItIsReadTheSame() {
        for (state in listOf(explain, at(Step.InBrowser), at(Step.Failed(Problem.DENIED)))) {
            var order = emptyList<String>()
            screenTest({ SignInView(state, events::add) }) { order = readingOrder() }
            screenTest({ SignInView(state, events::add) }, direction = LayoutDirection.Rtl) {
                assertEquals(order, readingOrder())
                val back = onNodeWithContentDescription(German.back).fetchSemanticsNode().boundsInRoot
                assertTrue(back.right > 340, "$back")
                assertTouchTargets()
            }
        }
    }

    @Test
    fun largeTextIsWholeAndLeadsToTheButton() = screenTest({ SignInView(explain, events::add) }, fontScale = 2f) {
        for (text in listOf(German.signinExplain, German.signinSharedNot, German.signinContinue)) {
            onNodeWithText(text).performScrollTo()
            assertWhole(hasText(text))
        }
        assertTouchTargets()
        assertLabelled()
        onNodeWithText(German.signinContinue).performClick()
        assertEquals(listOf<SignInEvent>(SignInEvent.Continue), events)
    }

    @Test
    fun inTheBrowserItCanBeShownAgainOrCancelled() = screenTest({ SignInView(at(Step.InBrowser), events::add) }) {
        onNodeWithText(German.signinInBrowser).assertExists()
        onNodeWithText(German.signinOpenAgain).performClick()
        onNodeWithText(German.cancel).performClick()
        onNodeWithContentDescription(German.back).performClick()
        assertEquals(listOf(SignInEvent.OpenAgain, SignInEvent.Cancel, SignInEvent.Back), events)
    }

    @Test
    fun withoutABrowserTheAddressCanBeCopiedAndThatItWasIsSaid() {
        screenTest({ SignInView(at(Step.ByHand()), events::add) }, fontScale = 2f) {
            assertWhole(hasText(German.signinByHand))
            onNodeWithText(German.signinByHandHint).assertExists()
            onNodeWithText(German.signinCopyAddress).performScrollTo().performClick()
            onNodeWithText(German.signinOpenAgain).performScrollTo().performClick()
            assertTouchTargets()
        }
        assertEquals(listOf(SignInEvent.CopyAddress, SignInEvent.OpenAgain), events.toList<SignInEvent>())
        for ((copied, said) in listOf(
            Copied.DONE to German.signinCopied,
            Copied.FAILED to German.signinNotCopied,
        )) {
            screenTest({ SignInView(at(Step.ByHand(copied)), events::add) }) {
                onNodeWithText(said).onParent().assert(SemanticsMatcher.keyIsDefined(SemanticsProperties.LiveRegion))
            }
        }
    }

    @Test
    fun whileItFinishesThereIsNoWayBack() = screenTest({ SignInView(at(Step.Finishing), events::add) }) {
        onNodeWithText(German.signinFinishing).assertExists()
        onNodeWithContentDescription(German.back).assertDoesNotExist()
    }

    @Test
    fun everyProblemSaysWhatIsTheMatterAndWhatHelps() {
        for (problem in Problem.entries) {
            events.clear()
            screenTest({ SignInView(at(Step.Failed(problem)), events::add) }, English, fontScale = 2f) {
                val said = said(problem, "\u2068Rettung XYZ\u2069", English)
                assertWhole(hasText(said.title))
                onNodeWithText(said.hint).performScrollTo()
                for (remedy in problem.remedies) onNodeWithText(label(remedy, English)).performScrollTo().performClick()
                assertTouchTargets()
            }
            assertEquals(problem.remedies.map { SignInEvent.Help(it) }, events.toList<SignInEvent>())
        }
    }

    @Test
    fun noProblemHasMoreRemediesThanTheScreenShows() {
        assertEquals(emptyList(), Problem.entries.filter { it.remedies.size > 2 })
    }

    @Test
    fun anOrganisationWithoutANameIsNotNamed() = screenTest({ SignInView(SignInState(), events::add) }) {
        onNodeWithText(German.signIn).assertExists()
    }

    @Test
    fun oddNamesLeaveTheRestWhereItIs() {
        for (name in listOf("", "\u202EZYX", "👩‍👩‍👧", "Rettung ".repeat(60))) {
            screenTest({ SignInView(SignInState(name), events::add) }, fontScale = 2f) {
                onNodeWithContentDescription(German.back).assertExists()
                onNodeWithText(German.signinContinue).performScrollTo()
                assertWhole(hasText(German.signinContinue))
                assertTouchTargets()
            }
        }
    }
}
