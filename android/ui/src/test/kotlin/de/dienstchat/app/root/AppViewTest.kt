package de.dienstchat.app.root

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableFloatStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.assertIsNotDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performSemanticsAction
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.test.withKeyDown
import androidx.compose.ui.unit.Density
import de.dienstchat.ClientException
import de.dienstchat.LinkTarget
import de.dienstchat.Organisation
import de.dienstchat.OpenException
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.FakeOnline
import de.dienstchat.app.core.sampleAccount
import de.dienstchat.app.duties.chat
import de.dienstchat.app.preferences.Language
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.testing.NOON
import de.dienstchat.app.testing.NOON_CLOCK
import de.dienstchat.app.testing.ROBOTO
import de.dienstchat.app.testing.assertTouchTargets
import de.dienstchat.app.testing.readingOrder
import de.dienstchat.app.texts.English
import de.dienstchat.app.texts.German
import java.time.Duration
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.runBlocking

@OptIn(ExperimentalTestApi::class)
class AppViewTest {
    private val core = FakeCore().apply {
        accounts.value = listOf(sampleAccount("one"))
        chats.value = listOf(chat(account = "one"))
    }
    private val preferences = Preferences(MemoryPreferences())
    private val platform = FakePlatform()
    private var progress by mutableFloatStateOf(0f)

    /** The app, started before the first frame as a shell does it. */
    private fun app(
        saved: List<String> = emptyList(),
        open: suspend () -> Core = { core },
        test: ComposeUiTest.(AppModel) -> Unit,
    ) = runSkikoComposeUiTest(Size(width = 360f, height = 740f), Density(density = 1f, fontScale = 1f)) {
        val life = Job()
        // All that the model does is done where the test does it.
        val model = AppModel(open, preferences, platform, FakeOnline(), CoroutineScope(Dispatchers.Unconfined + life))
        runBlocking { model.start(saved) }
        setContent {
            App(model, platform, preferences, backProgress = { progress }, typeface = ROBOTO, clock = { NOON_CLOCK })
        }
        test(model)
        life.cancel()
    }

    private fun way(vararg routes: String) = listOf(routes.size.toString()) + routes

    private fun ComposeUiTest.press(key: Key, alt: Boolean = false) = onAllNodes(isRoot()).get(0).performKeyInput {
        if (alt) withKeyDown(Key.AltLeft) { pressKey(key) } else pressKey(key)
    }

    @Test
    fun theStoredListIsInTheFirstFrame() = app {
        onNodeWithText(German.dutiesTitle).assertIsDisplayed()
        assertTrue(readingOrder().any { "Weihnachtsmarkt" in it })
    }

    @Test
    fun whatRemainsIsByTheTimeThatIsRight() {
        for (days in listOf(1, -1)) {
            core.accounts.value = listOf(sampleAccount("one"))
            val chat = chat(account = "one")
            core.chats.value = listOf(chat.copy(limits = chat.limits.copy(readOnlyFrom = IN_3_DAYS)))
            app {
                onNodeWithText(German.dutiesWriteUntilDays(3), substring = true).assertExists()
                core.accounts.value = listOf(sampleAccount("one", clockOffsetMs = days * 86_400_000L))
                waitForIdle()
                onNodeWithText(German.dutiesWriteUntilDays(3 - days), substring = true).assertExists()
            }
        }
    }

    @Test
    fun itSpeaksTheLanguageThatIsChosen() = app(way("duties", "settings")) {
        onNodeWithText(German.settingsAccounts).assertExists()
        preferences.change { it.copy(language = Language.ENGLISH) }
        waitForIdle()
        onNodeWithText(English.settingsAccounts).assertExists()
    }

    @Test
    fun itSpeaksAsTheSystemDoes() {
        platform.language = "fr"
        app(way("duties", "settings")) { onNodeWithText(English.settingsAccounts).assertExists() }
    }

    @Test
    fun escapeAndAltWithTheArrowLeadBack() = app(way("duties", "settings", "privacy")) { model ->
        press(Key.DirectionLeft)
        waitForIdle()
        onNodeWithText(German.settingsPrivacyNothing).assertExists()
        press(Key.DirectionLeft, alt = true)
        waitForIdle()
        onNodeWithText(German.settingsAccounts).assertExists()
        press(Key.Escape)
        waitForIdle()
        onNodeWithText(German.dutiesTitle).assertExists()
        press(Key.Escape)
        waitForIdle()
        onNodeWithText(German.dutiesTitle).assertExists()
        assertFalse(model.back())
    }

    @Test
    fun escapeLeadsBackAlsoWhenTheButtonThatHadTheFocusIsGone() {
        val answer = CompletableDeferred<Unit>()
        core.signingOut = {
            answer.await()
            throw ClientException.Internal()
        }
        app(way("duties", "settings", "sign-out/one")) {
            val button = onNode(hasText(German.signOut) and hasClickAction())
            button.performSemanticsAction(SemanticsActions.RequestFocus)
            button.assertIsFocused().performClick()
            waitForIdle()
            onNodeWithText(German.settingsSigningOut).assertExists()
            answer.complete(Unit)
            waitForIdle()
            onNodeWithText(German.settingsSignOutIncomplete).assertExists()
            press(Key.Escape)
            waitForIdle()
            onNodeWithText(German.settingsAccounts).assertExists()
        }
    }

    @Test
    fun atADeskAnOrganisationIsFoundByKeysAlone() {
        core.accounts.value = emptyList()
        core.searching = { listOf(Organisation("xyz", "Rettung XYZ")) }
        platform.sendsByEnter = true
        app { model ->
            onNode(hasSetTextAction()).assertIsFocused().performTextInput("xyz")
            onNode(hasSetTextAction()).performKeyInput { pressKey(Key.Enter) }
            waitForIdle()
            onNode(hasSetTextAction()).performKeyInput { pressKey(Key.Enter) }
            onNodeWithText(German.signinContinue).assertIsDisplayed()
            model.back()
            onNode(hasSetTextAction()).assertIsFocused()
        }
    }

    @Test
    fun keysScrollWhateverHasTheFocus() = app(way("duties", "settings")) {
        val last = onNodeWithText(German.settingsVersion(platform.version))
        last.assertIsNotDisplayed()
        press(Key.MoveEnd)
        last.assertIsDisplayed()
        press(Key.MoveHome)
        last.assertIsNotDisplayed()
    }

    @Test
    fun aLinkIsFollowedAndLedBackFrom() = app(way("duties", "settings")) { model ->
        core.openingLink = { LinkTarget.SignIn("abc") }
        core.searching = { emptyList() }
        model.follow("link")
        waitForIdle()
        onNodeWithText(German.linkOtherOrganisationHint).assertIsDisplayed()
        onNodeWithContentDescription(German.back).performClick()
        waitForIdle()
        onNodeWithText(German.settingsAccounts).assertIsDisplayed()
    }

    @Test
    fun whatIsBelowIsStillWhereItWasScrolledTo() = app(way("duties", "settings")) {
        onNodeWithText(German.settingsLicences).performScrollTo().performClick()
        waitForIdle()
        onNodeWithText(German.settingsLicencesOwn).assertIsDisplayed()
        onNodeWithContentDescription(German.back).performClick()
        waitForIdle()
        onNodeWithText(German.settingsLicences).assertIsDisplayed()
    }

    @Test
    fun aScreenThatIsOpenedAnewBeginsAnew() = app(way("duties", "settings")) { model ->
        onNodeWithText(German.settingsLicences).performScrollTo()
        assertTrue(model.back())
        waitForIdle()
        onNodeWithContentDescription(German.settings).performClick()
        waitForIdle()
        onNodeWithText(German.settingsAccounts).assertIsDisplayed()
    }

    @Test
    fun whileAGestureLeadsBackThePresentScreenIsTheOneToRead() = app(way("duties", "settings")) { model ->
        val order = readingOrder()
        progress = 0.6f
        waitForIdle()
        assertEquals(order, readingOrder())
        model.back()
        waitForIdle()
        progress = 0f
        waitForIdle()
        onNodeWithText(German.dutiesTitle).assertIsDisplayed()
    }

    @Test
    fun aGestureMayBeginWhileAScreenAppears() = app(way("duties", "settings")) {
        val privacy = onNodeWithText(German.settingsPrivacy).performScrollTo()
        mainClock.autoAdvance = false
        privacy.performClick()
        repeat(2) { mainClock.advanceTimeByFrame() }
        progress = 0.6f
        repeat(2) { mainClock.advanceTimeByFrame() }
        mainClock.autoAdvance = true
        onNodeWithText(German.settingsPrivacyNothing).assertIsDisplayed()
    }

    @Test
    fun aLinkMayArriveWhileAGestureIsHeld() = app(way("duties", "settings")) { model ->
        core.openingLink = { LinkTarget.SignIn("abc") }
        core.searching = { emptyList() }
        progress = 0.6f
        waitForIdle()
        model.follow("link")
        waitForIdle()
        onNodeWithText(German.linkOtherOrganisationHint).assertIsDisplayed()
    }

    @Test
    fun aLinkMayBeFollowedAgainWhileItsScreenAppears() = app(way("duties", "settings")) { model ->
        core.openingLink = { LinkTarget.SignIn("abc") }
        core.searching = { emptyList() }
        mainClock.autoAdvance = false
        repeat(3) {
            model.follow("link")
            repeat(2) { mainClock.advanceTimeByFrame() }
        }
        mainClock.autoAdvance = true
        onNodeWithText(German.linkOtherOrganisationHint).assertIsDisplayed()
    }

    @Test
    fun withReducedMotionAllIsThereAtOnce() {
        platform.reducedMotion = true
        app(way("duties", "settings")) { model ->
            mainClock.autoAdvance = false
            model.back()
            mainClock.advanceTimeByFrame()
            mainClock.advanceTimeByFrame()
            onNodeWithText(German.settingsAccounts).assertDoesNotExist()
            onNodeWithText(German.dutiesTitle).assertIsDisplayed()
        }
    }

    @Test
    fun theLockHidesEverything() {
        preferences.change { it.copy(appLock = true) }
        platform.unlocking = { true }
        app(way("duties", "settings")) { model ->
            assertEquals(listOf(German.appName, German.settingsLocked, German.settingsUnlock), readingOrder())
            assertTouchTargets()
            press(Key.Escape)
            onNodeWithText(German.settingsUnlock).performClick()
            waitForIdle()
            onNodeWithText(German.settingsAccounts).assertIsDisplayed()
            model.leftForeground()
            waitForIdle()
            onNodeWithText(German.settingsAccounts).assertDoesNotExist()
        }
    }

    @Test
    fun behindTheLockAllStaysWhereItWas() {
        preferences.change { it.copy(appLock = true) }
        platform.unlocking = { true }
        app(way("duties", "settings")) { model ->
            onNodeWithText(German.settingsUnlock).performClick()
            onNodeWithText(German.settingsLicences).performScrollTo().assertIsDisplayed()
            val before = onNodeWithText(German.settingsLicences).fetchSemanticsNode().boundsInRoot
            model.leftForeground()
            waitForIdle()
            onNodeWithText(German.settingsLicences).assertDoesNotExist()
            onNodeWithText(German.settingsUnlock).performClick()
            waitForIdle()
            assertEquals(before, onNodeWithText(German.settingsLicences).fetchSemanticsNode().boundsInRoot)
        }
    }

    @Test
    fun aStartThatTakesLongSaysSo() {
        val opened = CompletableDeferred<Core>()
        val failures = mutableListOf(OpenException.DataFolder())
        app(open = { failures.removeFirstOrNull()?.let { throw it } ?: opened.await() }) {
            onNodeWithText(German.retry).performClick()
            waitForIdle()
            assertEquals(listOf(German.appName, German.loading), readingOrder())
            opened.complete(core)
            waitForIdle()
            onNodeWithText(German.dutiesTitle).assertIsDisplayed()
            onNodeWithText(German.loading).assertDoesNotExist()
        }
    }

    @Test
    fun aFailedStartIsSaidAndTriedAgain() {
        val failures = mutableListOf(OpenException.DataFolder(), OpenException.Network())
        app(open = { failures.removeFirstOrNull()?.let { throw it } ?: core }) {
            onNodeWithText(German.sealedStartFailedHint).assertIsDisplayed()
            onNodeWithText(German.retry).performClick()
            waitForIdle()
            onNodeWithText(German.internalError).assertIsDisplayed()
            onNodeWithText(German.retry).performClick()
            waitForIdle()
            onNodeWithText(German.dutiesTitle).assertIsDisplayed()
        }
    }
}

private val IN_3_DAYS = NOON + Duration.ofDays(3)
