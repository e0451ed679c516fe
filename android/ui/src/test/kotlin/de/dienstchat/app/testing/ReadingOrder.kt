package de.dienstchat.app.testing

import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.toSize

/**
 * What a screen reader says, one stop after the other, as Compose puts them in order: rows from top to bottom, in a
 * row the way one reads, then by `traversalIndex`; what stands in an `isTraversalGroup` stays together.
 */
@OptIn(ExperimentalTestApi::class)
fun ComposeUiTest.readingOrder(): List<String> {
    val root = onAllNodes(isRoot()).fetchSemanticsNodes().first()
    return stops(listOf(root)).map { it.said() }.filter { it.isNotEmpty() }
}

private fun stops(nodes: List<SemanticsNode>): List<SemanticsNode> =
    rows(nodes.flatMap { it.together() })
        .flatMap { row -> row.nodes.sortedWith(if (row.nodes.first().isRtl) fromRight else fromLeft) }
        // A stable sort: where no index is given, the places count.
        .sortedBy { it.config.getOrNull(SemanticsProperties.TraversalIndex) ?: 0f }
        .flatMap { if (it.isGroup) listOf(it) + stops(it.children) else listOf(it) }

/** What is put in order at this level: the stops, and each group as one. */
private fun SemanticsNode.together(): List<SemanticsNode> = when {
    isGroup -> listOf(this)
    said().isNotEmpty() -> listOf(this) + children.flatMap { it.together() }
    else -> children.flatMap { it.together() }
}

/** What stands side by side: the height that all of them share, and they. */
private class Row(var top: Float, var bottom: Float, val nodes: MutableList<SemanticsNode>)

private fun rows(nodes: List<SemanticsNode>): List<Row> {
    val rows = mutableListOf<Row>()
    for (node in nodes) {
        val place = node.place
        val row = rows.find { maxOf(it.top, place.top) < minOf(it.bottom, place.bottom) }
        if (row == null) {
            rows += Row(place.top, place.bottom, mutableListOf(node))
        } else {
            row.top = maxOf(row.top, place.top)
            row.bottom = minOf(row.bottom, place.bottom)
            row.nodes += node
        }
    }
    return rows.sortedWith(compareBy({ it.top }, { it.bottom }))
}

private val fromLeft = compareBy<SemanticsNode>({ it.place.left }, { it.place.top }, { it.place.bottom })

private val fromRight = compareBy<SemanticsNode>({ -it.place.right }, { it.place.top }, { it.place.bottom })

private val SemanticsNode.isGroup get() = config.getOrNull(SemanticsProperties.IsTraversalGroup) == true

private val SemanticsNode.isRtl get() = layoutInfo.layoutDirection == LayoutDirection.Rtl

/** Where it is laid out, also where something covers it. */
private val SemanticsNode.place get() = Rect(positionInRoot, size.toSize())
