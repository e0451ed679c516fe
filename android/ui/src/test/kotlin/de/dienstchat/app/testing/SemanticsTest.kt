package de.dienstchat.app.testing

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.wrapContentHeight
import androidx.compose.material3.Text
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clipToBounds
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import kotlin.test.Test
import kotlin.test.assertFailsWith

/** The judges judge. */
@OptIn(ExperimentalTestApi::class)
class SemanticsTest {
    @Test
    fun aSmallTargetIsFound() = screenTest({ Box(Modifier.size(48.dp, 40.dp).clickable {}) }) {
        assertFailsWith<AssertionError> { assertTouchTargets() }
    }

    @Test
    fun aScreenWithoutTargetsIsNoProof() = screenTest({ Text("Anna") }) {
        assertFailsWith<AssertionError> { assertTouchTargets() }
    }

    @Test
    fun aTargetWithoutWordsIsFound() = screenTest({ Box(Modifier.size(48.dp).clickable {}) }) {
        assertFailsWith<AssertionError> { assertLabelled() }
    }

    @Test
    fun shortenedTextIsFound() = screenTest({
        Text("Anna ".repeat(50), maxLines = 1, overflow = TextOverflow.Ellipsis)
    }) {
        assertFailsWith<AssertionError> { assertWhole(hasText("Anna", substring = true)) }
    }

    @Test
    fun textThatIsCutOffIsFound() = screenTest({
        Text("Anna ".repeat(50), Modifier.height(30.dp).width(200.dp))
    }) {
        assertFailsWith<AssertionError> { assertWhole(hasText("Anna", substring = true)) }
    }

    @Test
    fun textThatIsCoveredIsFound() = screenTest({
        Box(Modifier.size(200.dp, 20.dp).clipToBounds()) {
            Text("Anna Ben Clara ".repeat(4), Modifier.width(80.dp).wrapContentHeight(unbounded = true))
        }
    }) {
        assertFailsWith<AssertionError> { assertWhole(hasText("Anna", substring = true)) }
    }
}
