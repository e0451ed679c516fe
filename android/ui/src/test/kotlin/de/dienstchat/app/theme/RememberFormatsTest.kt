package de.dienstchat.app.theme

import androidx.compose.material3.Text
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.runComposeUiTest
import de.dienstchat.app.testing.NOON_CLOCK
import de.dienstchat.app.texts.German
import java.time.Clock
import java.time.Instant
import kotlin.test.Test

@OptIn(ExperimentalTestApi::class)
class RememberFormatsTest {
    @Test
    fun todayBecomesYesterdayByItself() = runComposeUiTest {
        val before = Instant.parse("2026-11-26T22:59:30Z")
        var now = before
        setContent {
            val formats = rememberFormats(German) { Clock.fixed(now, NOON_CLOCK.zone) }
            Text(formats.day(before))
        }
        onNodeWithText(German.today).assertExists()
        now = Instant.parse("2026-11-26T23:00:00Z")
        mainClock.advanceTimeBy(29_000)
        onNodeWithText(German.today).assertExists()
        mainClock.advanceTimeBy(2_000)
        onNodeWithText(German.yesterday).assertExists()
    }
}
