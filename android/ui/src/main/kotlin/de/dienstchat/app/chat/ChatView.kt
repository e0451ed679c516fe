package de.dienstchat.app.chat

import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.ui.Modifier
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.platform.LocalWindowInfo
import de.dienstchat.app.components.Loading
import de.dienstchat.app.components.QuietButton
import de.dienstchat.app.components.Screen
import de.dienstchat.app.ended.EndedView
import de.dienstchat.app.format.displayTitle
import de.dienstchat.app.format.isolated
import de.dienstchat.app.format.oneLine
import de.dienstchat.app.theme.LocalFormats
import de.dienstchat.app.theme.LocalTexts

/**
 * The chat of a duty.
 *
 * @param enterSends Whether Enter sends and Shift+Enter begins a line, as at a desk.
 */
@Composable
fun ChatView(
    state: ChatState,
    on: (ChatEvent) -> Unit,
    modifier: Modifier = Modifier,
    enterSends: Boolean = false,
) {
    val texts = LocalTexts.current
    Screen(
        title = state.duty?.let { displayTitle(it.title, texts) }.orEmpty(),
        modifier = modifier.onKeyEvent { event ->
            val leaves = event.type == KeyEventType.KeyDown && event.key == Key.Escape
            if (leaves) on(ChatEvent.Back)
            leaves
        },
        onBack = { on(ChatEvent.Back) },
        subtitle = state.duty?.let { subtitle(it) },
        onTitle = { on(ChatEvent.OpenDetails) }.takeIf { state.stage == Stage.Open },
        titleAction = texts.chatDetails,
    ) { padding ->
        when (val stage = state.stage) {
            Stage.Loading -> Loading()
            Stage.Open -> Conversation(state, on, enterSends, padding)
            is Stage.Ended -> EndedView(stage.why, { on(ChatEvent.Reopen) }, { on(ChatEvent.ToDuties) })
        }
    }
    if (state.discarding != null) DiscardQuestion(on)
    state.whole?.let { WholeMessageView(it) { on(ChatEvent.CloseWhole) } }
    Looking(on)
}

@Composable
private fun subtitle(duty: Duty): String {
    val span = LocalFormats.current.span(duty.startsAt, duty.endsAt)
    return "${oneLine(duty.organisation).isolated()} · $span"
}

@Composable
private fun DiscardQuestion(on: (ChatEvent) -> Unit) {
    val texts = LocalTexts.current
    AlertDialog(
        onDismissRequest = { on(ChatEvent.KeepMessage) },
        confirmButton = { QuietButton(texts.chatDiscard, { on(ChatEvent.ConfirmDiscard) }) },
        dismissButton = { QuietButton(texts.cancel, { on(ChatEvent.KeepMessage) }) },
        text = { Text(texts.chatDiscardQuestion) },
    )
}

/** Tells whether somebody can see the chat: only then it counts as read. */
@Composable
private fun Looking(on: (ChatEvent) -> Unit) {
    val focused = LocalWindowInfo.current.isWindowFocused
    val tell by rememberUpdatedState(on)
    LaunchedEffect(focused) { tell(ChatEvent.Looking(focused)) }
    DisposableEffect(Unit) { onDispose { tell(ChatEvent.Looking(false)) } }
}
