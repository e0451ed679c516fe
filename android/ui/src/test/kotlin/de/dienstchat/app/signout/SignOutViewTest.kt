package de.dienstchat.app.signout

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.unit.LayoutDirection
import de.dienstchat.app.format.isolated
import de.dienstchat.app.signout.SignOutState.Stage
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
class SignOutViewTest {
    private val done = mutableListOf<SignOutEvent>()

    private fun state(stage: Stage, unsent: Int? = null, person: String? = null) =
        SignOutState("Rettung XYZ", stage, person, unsent)

    @Test
    fun itSaysWhoseAccountAndWhatIsLost() = screenTest({ SignOutView(state(Stage.ASKING, unsent = 2), done::add) }) {
        val order = readingOrder()
        assertTrue("Rettung XYZ" in order[2])
        assertEquals("${German.settingsSignOutLost}\n\n${German.settingsSignOutUnsent(2)}", order[3])
        assertEquals(listOf(German.signOut, German.cancel), order.drop(4))
    }

    @Test
    fun whoSharesTheDeviceSeesWhoseItIs() = screenTest({
        SignOutView(state(Stage.ASKING, unsent = 1, person = "Ben"), done::add)
    }) {
        val person = German.settingsSignOutPerson("Ben".isolated())
        val said = listOf(person, German.settingsSignOutLost, German.settingsSignOutUnsent(1))
        assertEquals(said.joinToString("\n\n"), readingOrder()[3])
    }

    @Test
    fun whereNothingWaitsNothingIsSaidOfIt() = screenTest({ SignOutView(state(Stage.ASKING, unsent = 0), done::add) }) {
        onNodeWithText(German.settingsSignOutLost).assertExists()
    }

    @Test
    fun eachStageCanBeHitAndRead() = (Stage.entries - Stage.SIGNING_OUT).forEach { stage ->
        screenTest({ SignOutView(state(stage), done::add) }, fontScale = 2f) {
            assertTouchTargets()
            assertLabelled()
        }
    }

    @Test
    fun whatIsClickedIsDone() {
        screenTest({ SignOutView(state(Stage.ASKING), done::add) }) {
            onNodeWithText(German.cancel).performClick()
            onNodeWithContentDescription(German.back).performClick()
        }
        screenTest({ SignOutView(state(Stage.FAILED), done::add) }) { onNodeWithText(German.retry).performClick() }
        screenTest({ SignOutView(state(Stage.SERVER_NOT_TOLD), done::add) }) {
            onNodeWithText(German.settingsContinue).performClick()
        }
        assertEquals(listOf(SignOutEvent.Back, SignOutEvent.Back, SignOutEvent.SignOut, SignOutEvent.Back), done)
    }

    @Test
    fun whileItIsUnderWayNothingCanBeDone() = screenTest({ SignOutView(state(Stage.SIGNING_OUT), done::add) }) {
        assertEquals(listOf(German.signOut, German.settingsSigningOut), readingOrder())
    }

    @Test
    fun aServerThatWasNotToldIsMentioned() = screenTest({ SignOutView(state(Stage.SERVER_NOT_TOLD), done::add) }) {
        onNodeWithText(German.settingsSignedOutOffline).assertExists()
    }

    @Test
    fun largeTextIsWhole() = screenTest({ SignOutView(state(Stage.ASKING, unsent = 2), done::add) }, fontScale = 2f) {
        onNodeWithText(German.cancel).performScrollTo()
        assertWhole(hasText(German.cancel))
    }

    @Test
    fun fromRightToLeftTheOrderIsTheSame() =
        screenTest({ SignOutView(state(Stage.FAILED), done::add) }, direction = LayoutDirection.Rtl) {
            val expected = listOf(
                German.back, German.signOut, German.settingsSignOutIncomplete, German.settingsSignOutFailed,
                German.retry, German.back,
            )
            assertEquals(expected, readingOrder())
        }
}
