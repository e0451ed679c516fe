package de.dienstchat.app.chat

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyItemScope
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.SideEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.runtime.snapshotFlow
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.QuietButton
import de.dienstchat.app.components.Scrolled
import de.dienstchat.app.theme.LocalReducedMotion
import de.dienstchat.app.theme.LocalTexts
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.filterNotNull

/**
 * The messages, the newest at the bottom. A list that stands there stays there while new ones come in;
 * one that is scrolled up stays at what it shows.
 */
@Composable
internal fun MessageList(
    rows: List<MessageRow>,
    older: Older,
    writable: Boolean,
    list: LazyListState,
    on: (ChatEvent) -> Unit,
) {
    FollowNewest(list, rows.lastOrNull()?.id)
    TellPlace(list, on)
    Scrolled(list, reversed = true) {
        LazyColumn(
            Modifier.fillMaxSize(),
            list,
            PaddingValues(horizontal = 12.dp, vertical = 8.dp),
            reverseLayout = true,
        ) {
            items(rows.size, key = { rows[rows.lastIndex - it].id }, contentType = { "message" }) { index ->
                MessageItem(rows[rows.lastIndex - index], writable, on, moving())
            }
            item(OLDER_KEY, OLDER_KEY) { Before(older, isNew = rows.isEmpty() && writable, on) }
        }
    }
}

/** Lets what is there move up for what comes, unless nothing shall move. */
@Composable
private fun LazyItemScope.moving(): Modifier = if (LocalReducedMotion.current) Modifier else Modifier.animateItem()

/** Before it is measured, the list still says where it stood without the new message. */
@Composable
private fun FollowNewest(list: LazyListState, newest: String?) {
    val followed = remember { Followed(newest) }
    SideEffect {
        if (followed.id != newest) {
            followed.id = newest
            if (list.isAtNewest) list.requestScrollToItem(0)
        }
    }
}

private class Followed(var id: String?)

/** Tells where the list has come to rest. */
@Composable
private fun TellPlace(list: LazyListState, on: (ChatEvent) -> Unit) {
    val tell by rememberUpdatedState(on)
    LaunchedEffect(list) {
        snapshotFlow { list.place.takeUnless { list.isScrollInProgress } }
            .filterNotNull().distinctUntilChanged().collect { tell(ChatEvent.Scrolled(it.anchor)) }
    }
}

/** Asks while the beginning is near: again when there are more rows, and after an answer that brought none. */
@Composable
internal fun AskForOlder(state: ChatState, list: LazyListState, on: (ChatEvent) -> Unit) {
    val tell by rememberUpdatedState(on)
    val now by rememberUpdatedState(state)
    LaunchedEffect(list) {
        snapshotFlow {
            val last = list.layoutInfo.visibleItemsInfo.lastOrNull()?.index
            val near = last != null && last > now.messages.size - NEAR
            if (near && now.older == Older.HERE) now.messages.size to now.answers else null
        }.distinctUntilChanged().filterNotNull().collect { tell(ChatEvent.WantOlder) }
    }
}

private class Place(val anchor: ScrollAnchor?) {
    override fun equals(other: Any?): Boolean = other is Place && other.anchor == anchor

    override fun hashCode(): Int = anchor.hashCode()
}

private val LazyListState.place: Place?
    get() {
        // What is below, in the padding, is on the screen as well but not what the list stands at.
        val lowest = layoutInfo.visibleItemsInfo.find { it.index == firstVisibleItemIndex } ?: return null
        val id = lowest.key as? String
        return when {
            isAtNewest || id == null || id == OLDER_KEY -> Place(null)
            else -> Place(ScrollAnchor(id, firstVisibleItemScrollOffset))
        }
    }

internal val LazyListState.isAtNewest: Boolean
    get() = firstVisibleItemIndex == 0 && firstVisibleItemScrollOffset == 0

/** What stands before the oldest message. */
@Composable
private fun Before(older: Older, isNew: Boolean, on: (ChatEvent) -> Unit) {
    val texts = LocalTexts.current
    Column(Modifier.fillMaxWidth().padding(16.dp), Arrangement.spacedBy(8.dp), Alignment.CenterHorizontally) {
        when (older) {
            Older.HERE -> Box(Modifier)
            Older.LOADING -> Hint(texts.chatLoadingOlder)
            Older.FAILED -> {
                Hint(texts.chatOlderFailed)
                QuietButton(texts.retry, { on(ChatEvent.RetryOlder) })
            }
            Older.LIMIT -> Hint(texts.chatLimit)
            Older.BEGINNING -> Hint(if (isNew) texts.chatEmpty else texts.chatBeginning)
        }
    }
}

@Composable
private fun Hint(text: String) {
    Text(
        text,
        color = MaterialTheme.colorScheme.onSurfaceVariant,
        style = MaterialTheme.typography.bodyMedium,
        textAlign = TextAlign.Center,
    )
}

private const val OLDER_KEY = "older"

/** So many rows before the oldest one, older ones are asked for. */
private const val NEAR = 15
