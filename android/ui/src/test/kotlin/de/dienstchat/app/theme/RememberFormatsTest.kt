package de.dienstchat.app.theme

import androidx.compose.material3.Text
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.runComposeUiTest
import de.dienstchat.app.format.Remaining
import de.dienstchat.app.testing.NOON
import de.dienstchat.app.testing.NOON_CLOCK
import de.dienstchat.app.texts.German
import java.time.Clock
import java.time.Instant
import kotlin.test.Test
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.toJavaDuration

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

    @Test
    fun aClockThatIsWrongByADaySaysWhatIsRight() {
        for (off in listOf(24.hours, (-24).hours)) runComposeUiTest {
            val wrong = Clock.offset(NOON_CLOCK, off.toJavaDuration())
            var correction by mutableStateOf(Duration.ZERO)
            setContent {
                val formats = rememberFormats(German, correction) { wrong }
                Text(formats.day(NOON))
                Text("${formats.remaining(NOON + 3.days.toJavaDuration())}")
            }
            onNodeWithText(German.today).assertDoesNotExist()
            correction = -off
            onNodeWithText(German.today).assertExists()
            onNodeWithText("${Remaining.Days(3)}").assertExists()
            mainClock.advanceTimeBy(61_000)
            onNodeWithText(German.today).assertExists()
            onNodeWithText("${Remaining.Days(3)}").assertExists()
        }
    }
}
