package de.dienstchat.app.chat

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.derivedStateOf
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.TouchTarget
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalReducedMotion
import de.dienstchat.app.theme.LocalTexts
import kotlinx.coroutines.launch

/** Leads back to the newest message when the list is scrolled up, and says how many have come. */
@Composable
internal fun JumpToNewest(list: LazyListState, unseen: Int, modifier: Modifier = Modifier) {
    val away by remember(list) { derivedStateOf { !list.isAtNewest } }
    if (!away) return
    val texts = LocalTexts.current
    val reduced = LocalReducedMotion.current
    val scope = rememberCoroutineScope()
    val come = unseen.takeIf { it > 0 }?.let(texts::chatNewMessages)
    val label = listOfNotNull(texts.chatNewest, come).joinToString(", ")
    val colours = MaterialTheme.colorScheme
    Surface(
        onClick = {
            scope.launch {
                // A long way is not scrolled through.
                val near = list.firstVisibleItemIndex <= NEAR
                if (near && !reduced) list.animateScrollToItem(0) else list.scrollToItem(0)
            }
        },
        modifier.semantics { contentDescription = label },
        shape = MaterialTheme.shapes.extraLarge,
        color = colours.secondaryContainer,
        contentColor = colours.onSecondaryContainer,
        shadowElevation = 3.dp,
    ) {
        Row(
            Modifier.heightIn(min = TouchTarget).widthIn(min = TouchTarget).padding(horizontal = 12.dp)
                .clearAndSetSemantics {},
            Arrangement.spacedBy(8.dp, Alignment.CenterHorizontally),
            Alignment.CenterVertically,
        ) {
            if (unseen > 0) Text("$unseen", style = MaterialTheme.typography.labelLarge)
            Icon(Icons.Down, contentDescription = null)
        }
    }
}

private const val NEAR = 30
