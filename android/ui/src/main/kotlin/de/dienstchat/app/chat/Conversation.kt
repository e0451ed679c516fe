package de.dienstchat.app.chat

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.IconAction
import de.dienstchat.app.components.Strip
import de.dienstchat.app.components.pagesBeforeField
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalFormats
import de.dienstchat.app.theme.LocalTexts
import kotlinx.coroutines.launch

/** The messages, and below them where to write, or why one cannot. */
@Composable
internal fun Conversation(state: ChatState, on: (ChatEvent) -> Unit, enterSends: Boolean, padding: PaddingValues) {
    val list = remember { listAt(state) }
    val scope = rememberCoroutineScope()
    Column(Modifier.fillMaxSize().padding(padding).pagesBeforeField()) {
        Box(Modifier.weight(1f).fillMaxWidth()) {
            AskForOlder(state, list, on)
            MessageList(state.messages, state.older, state.composer is Composer.Writing, list, on)
            JumpToNewest(list, state.unseen, Modifier.align(Alignment.BottomEnd).padding(16.dp))
            state.arrived?.let { Arrived(it) }
        }
        state.notice?.let { NoticeStrip(it) { on(ChatEvent.DismissNotice) } }
        when (val composer = state.composer) {
            Composer.None -> Unit
            is Composer.ReadOnly -> Strip(Icons.Lock, LocalTexts.current.readOnly(composer, LocalFormats.current))
            is Composer.Writing -> ComposerView(
                state.draft,
                composer.sending,
                enterSends,
                onTyped = { on(ChatEvent.Typed(it)) },
                onSend = { text ->
                    on(ChatEvent.Send(text))
                    // Whoever says something wants to see it there.
                    scope.launch { list.scrollToItem(0) }
                },
            )
        }
    }
}

private fun listAt(state: ChatState): LazyListState {
    val anchor = state.anchor ?: return LazyListState()
    val at = state.messages.indexOfLast { it.id == anchor.id }
    return if (at < 0) LazyListState() else LazyListState(state.messages.lastIndex - at, anchor.offset)
}

/** Reads out what has just arrived, wherever the list stands. */
@Composable
private fun Arrived(row: MessageRow) {
    val said = label(row, LocalTexts.current, LocalFormats.current)
    Box(
        Modifier.size(1.dp).semantics {
            liveRegion = LiveRegionMode.Polite
            contentDescription = said
        },
    )
}

@Composable
private fun NoticeStrip(notice: Notice, onDismiss: () -> Unit) {
    val colours = MaterialTheme.colorScheme
    Row(
        Modifier.fillMaxWidth().background(colours.errorContainer).padding(start = 16.dp),
        Arrangement.spacedBy(8.dp),
        Alignment.CenterVertically,
    ) {
        CompositionLocalProvider(LocalContentColor provides colours.onErrorContainer) {
            Text(
                LocalTexts.current.told(notice),
                Modifier.weight(1f).padding(vertical = 8.dp).semantics { liveRegion = LiveRegionMode.Assertive },
                style = MaterialTheme.typography.bodyMedium,
            )
            IconAction(Icons.Close, LocalTexts.current.close, onDismiss)
        }
    }
}
