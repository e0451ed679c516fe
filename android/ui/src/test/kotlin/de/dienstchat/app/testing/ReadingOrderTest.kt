package de.dienstchat.app.testing

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.offset
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.isTraversalGroup
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.traversalIndex
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import kotlin.test.Test
import kotlin.test.assertEquals

/** The order is the one of the screen, whatever the one of the code is. */
@OptIn(ExperimentalTestApi::class)
class ReadingOrderTest {
    private fun assertRead(
        vararg expected: String,
        direction: LayoutDirection = LayoutDirection.Ltr,
        content: @Composable () -> Unit,
    ) = screenTest(content, direction = direction) { assertEquals(expected.toList(), readingOrder()) }

    @Composable
    private fun TwoColumns(together: Boolean) = Row {
        for (names in listOf(listOf("Anna", "Ben"), listOf("Clara", "Dora"))) {
            Column(Modifier.semantics { isTraversalGroup = together }) { for (name in names) Text(name) }
        }
    }

    @Test
    fun whatIsHigherComesFirst() = assertRead("Anna", "Ben") {
        Box {
            Text("Ben", Modifier.offset(y = 100.dp))
            Text("Anna")
        }
    }

    @Test
    fun aRowIsReadTheWayOneReads() {
        assertRead("Anna", "Clara", "Ben", "Dora") { TwoColumns(together = false) }
        assertRead("Anna", "Clara", "Ben", "Dora", direction = LayoutDirection.Rtl) { TwoColumns(together = false) }
    }

    @Test
    fun aGroupStaysTogether() = assertRead("Anna", "Ben", "Clara", "Dora") { TwoColumns(together = true) }

    @Test
    fun anIndexComesBeforeThePlace() = assertRead("Clara", "Anna", "Ben") {
        Column {
            Text("Anna")
            Text("Ben", Modifier.semantics { traversalIndex = 1f })
            Text("Clara", Modifier.semantics { traversalIndex = -1f })
        }
    }
}
