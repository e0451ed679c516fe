package de.dienstchat.app.settings

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertIsOff
import androidx.compose.ui.test.assertIsOn
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isSelectable
import androidx.compose.ui.test.isToggleable
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onLast
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.unit.LayoutDirection
import de.dienstchat.app.preferences.Appearance
import de.dienstchat.app.preferences.Language
import de.dienstchat.app.testing.NOON
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
class SettingsViewTest {
    private val done = mutableListOf<SettingsEvent>()
    private val two = SettingsState(
        "1.2.3",
        listOf(AccountRow("one", "Rettung XYZ", "Anna Beispiel"), AccountRow("two", "ABC", usable = false)),
        canLock = true,
        appearance = Appearance.DARK,
    )

    @Test
    fun eachAccountSaysWhoseItIsAndHowItStands() = screenTest({ SettingsView(two, done::add) }) {
        val order = readingOrder()
        val one = "Rettung XYZ, Anna Beispiel\n${German.settingsAccountActive}"
        assertTrue(one in order, "$order")
        assertTrue("ABC, ${German.settingsAccountSealed}" in order, "$order")
        assertEquals(2, order.count { it == German.signOut })
    }

    @Test
    fun everythingCanBeHitAndSaysWhatItIs() = listOf(1f, 2f).forEach { scale ->
        screenTest({ SettingsView(two, done::add) }, fontScale = scale) {
            assertTouchTargets()
            assertLabelled()
        }
    }

    @Test
    fun accountsLeadOn() = screenTest({ SettingsView(two, done::add) }) {
        onNodeWithText("ABC").performClick()
        onAllNodesWithText(German.signOut).onFirst().performClick()
        onAllNodesWithText(German.signOut).onLast().performClick()
        onNodeWithText(German.settingsAddAccount).performClick()
        onNodeWithContentDescription(German.back).performClick()
        val expected = listOf(
            SettingsEvent.OpenAccount("two"), SettingsEvent.SignOut("one"), SettingsEvent.SignOut("two"),
            SettingsEvent.AddAccount, SettingsEvent.Back,
        )
        assertEquals(expected, done)
    }

    @Test
    fun switchesSayHowTheyStand() = screenTest({ SettingsView(two, done::add) }) {
        onNode(isToggleable() and hasText(German.settingsAppLock)).assertIsOff().performScrollTo().performClick()
        onNode(isToggleable() and hasText(German.settingsHidePreviews)).assertIsOn().performScrollTo().performClick()
        assertEquals(listOf(SettingsEvent.AppLock(true), SettingsEvent.HidePreviews(false)), done)
    }

    @Test
    fun whereNothingCanUnlockItTheLockSaysSo() = screenTest({ SettingsView(two.copy(canLock = false), done::add) }) {
        onNode(isToggleable() and hasText(German.settingsAppLock)).assertIsNotEnabled()
        onNodeWithText(German.settingsAppLockUnavailable).assertExists()
    }

    @Test
    fun whatThereIsNotIsNotOffered() {
        screenTest({ SettingsView(two.copy(hasAppLock = false, hasPreviews = false), done::add) }) {
            onNode(isToggleable()).assertDoesNotExist()
            onNodeWithText(German.settingsPrivacySection).assertDoesNotExist()
        }
        screenTest({ SettingsView(two.copy(hasAppLock = false), done::add) }) {
            onNode(isToggleable()).assert(hasText(German.settingsHidePreviews))
            onNodeWithText(German.settingsPrivacySection).assertExists()
        }
    }

    @Test
    fun oneOfEachIsChosen() = screenTest({ SettingsView(two, done::add) }) {
        onNode(isSelectable() and hasText(German.settingsAppearanceDark)).assertIsSelected()
        onNode(isSelectable() and hasText(German.settingsAppearanceLight)).performScrollTo().performClick()
        onNode(isSelectable() and hasText(German.settingsLanguageEnglish)).performScrollTo().performClick()
        assertEquals(listOf(SettingsEvent.Look(Appearance.LIGHT), SettingsEvent.Speak(Language.ENGLISH)), done)
    }

    @Test
    fun aboutLeadsOn() = screenTest({ SettingsView(two, done::add) }) {
        onNodeWithText(German.settingsPrivacy).performScrollTo().performClick()
        onNodeWithText(German.settingsLicences).performScrollTo().performClick()
        assertEquals(listOf(SettingsEvent.OpenPrivacy, SettingsEvent.OpenLicences), done)
        onNodeWithText(German.settingsVersion("1.2.3")).assertExists()
    }

    @Test
    fun largeTextIsWhole() = screenTest({ SettingsView(two, done::add) }, fontScale = 2f) {
        for (text in listOf(German.settingsHidePreviewsHint, German.settingsVersion("1.2.3"))) {
            onNodeWithText(text).performScrollTo()
            assertWhole(hasText(text))
        }
    }

    @Test
    fun fromRightToLeftTheOrderIsTheSame() {
        var order = emptyList<String>()
        screenTest({ SettingsView(two, done::add) }) { order = readingOrder() }
        screenTest({ SettingsView(two, done::add) }, direction = LayoutDirection.Rtl) {
            assertEquals(order, readingOrder())
        }
    }

    private val market = SignOutDuty("d1", "Weihnachtsmarkt", NOON)
    private val choosing = two.copy(choosing = Choosing("one", listOf(market), chosen = "d1"))

    private fun ofMarket() = hasText("Weihnachtsmarkt", substring = true)

    @Test
    fun anAccountSaysAfterWhichDutyItLeaves() {
        val shared = two.copy(accounts = listOf(two.accounts.first().copy(signOutAfter = market)))
        screenTest({ SettingsView(shared, done::add) }) {
            onNode(ofMarket()).performClick()
            assertEquals(listOf<SettingsEvent>(SettingsEvent.ChooseSignOutAfter("one")), done)
        }
    }

    @Test
    fun oneThatCannotBeUsedHasNoSuchChoice() {
        screenTest({ SettingsView(two.copy(accounts = two.accounts.drop(1)), done::add) }) {
            onNodeWithText(German.settingsSignOutAfter).assertDoesNotExist()
        }
    }

    @Test
    fun theLastDutyIsChosen() = screenTest({ SettingsView(choosing, done::add) }) {
        onNode(isSelectable() and ofMarket()).assertIsSelected().performClick()
        onNode(isSelectable() and hasText(German.settingsSignOutAfterNever)).performClick()
        onNodeWithText(German.cancel).performClick()
        val expected = listOf(
            SettingsEvent.SignOutAfter("d1"), SettingsEvent.SignOutAfter(null), SettingsEvent.CloseChoice,
        )
        assertEquals(expected, done)
    }

    @Test
    fun aChoiceThatWasNotKeptSaysWhy() {
        val said = mapOf(
            ChoiceFailure.OVER to German.settingsSignOutAfterOver,
            ChoiceFailure.FAILED to German.settingsSignOutAfterFailed,
        )
        assertEquals(ChoiceFailure.entries.toSet(), said.keys)
        for ((failure, text) in said) {
            val state = choosing.copy(choosing = choosing.choosing?.copy(failure = failure))
            screenTest({ SettingsView(state, done::add) }, fontScale = 2f) { assertWhole(hasText(text)) }
        }
    }
}
