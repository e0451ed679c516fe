package de.dienstchat.app.testing

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.text.TextLayoutResult
import kotlin.test.assertEquals
import kotlin.test.assertTrue

private const val TOUCH_TARGET = 48

/** Everything that can be clicked or typed into is easily hit: at least 48 by 48 dp, at density 1. */
@OptIn(ExperimentalTestApi::class)
fun ComposeUiTest.assertTouchTargets() {
    val targets = onAllNodes(hasClickAction()).fetchSemanticsNodes()
    assertTrue(targets.isNotEmpty(), "nothing can be clicked")
    // Its own size: what a list shows only in part is measured whole, and no room around it counts.
    val small = targets.filter { minOf(it.size.width, it.size.height) < TOUCH_TARGET }
    assertEquals(emptyList(), small.map { "${it.said()}: ${it.size}" })
}

/** Everything that can be clicked says what it is. */
@OptIn(ExperimentalTestApi::class)
fun ComposeUiTest.assertLabelled() {
    val silent = onAllNodes(hasClickAction()).fetchSemanticsNodes().filter { it.said().isEmpty() }
    assertEquals(emptyList(), silent.map { it.boundsInRoot })
}

/** No text that matches is cut off: neither by its own lines nor by what it stands in. */
@OptIn(ExperimentalTestApi::class)
fun ComposeUiTest.assertWhole(text: SemanticsMatcher) {
    val nodes = onAllNodes(text, useUnmergedTree = true).fetchSemanticsNodes()
    assertTrue(nodes.isNotEmpty(), "nothing is ${text.description}")
    for (node in nodes) {
        val layouts = mutableListOf<TextLayoutResult>()
        checkNotNull(node.config[SemanticsActions.GetTextLayoutResult].action)(layouts)
        for (layout in layouts) {
            val shortened = layout.didOverflowHeight || (0 until layout.lineCount).any(layout::isLineEllipsized)
            assertTrue(!shortened, "shortened: ${layout.layoutInput.text}")
        }
        assertTrue(node.boundsInRoot.height >= node.size.height - 1, "covered: ${node.said()}")
        assertTrue(node.boundsInRoot.width >= node.size.width - 1, "covered: ${node.said()}")
    }
}

/** Its label, else its text. */
internal fun SemanticsNode.said(): String {
    val label = config.getOrNull(SemanticsProperties.ContentDescription).orEmpty()
    val texts = config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text }
    val typed = listOfNotNull(config.getOrNull(SemanticsProperties.EditableText)?.text)
    return (label + texts + typed).filter { it.isNotEmpty() }.joinToString()
}
