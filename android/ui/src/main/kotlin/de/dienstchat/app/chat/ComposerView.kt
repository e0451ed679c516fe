package de.dienstchat.app.chat

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.text.BasicTextField
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.foundation.text.input.TextFieldLineLimits
import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.foundation.text.input.delete
import androidx.compose.foundation.text.input.setTextAndPlaceCursorAtEnd
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.derivedStateOf
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.runtime.snapshotFlow
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusDirection
import androidx.compose.ui.focus.FocusManager
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.isShiftPressed
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onPreviewKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.text
import androidx.compose.ui.text.AnnotatedString
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.IconAction
import de.dienstchat.app.components.TouchTarget
import de.dienstchat.app.components.byContent
import de.dienstchat.app.components.fieldNamed
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts
import kotlinx.coroutines.flow.drop

/** Where to write. The field holds the text while it is typed; a draft of another revision changes it. */
@Composable
internal fun ComposerView(
    draft: Draft,
    sending: Boolean,
    enterSends: Boolean,
    onTyped: (String) -> Unit,
    onSend: (String) -> Unit,
) {
    val field = remember { TextFieldState(draft.text) }
    val typed by rememberUpdatedState(onTyped)
    val ready by remember { derivedStateOf { field.text.isNotBlank() } }
    val focus = remember { FocusRequester() }
    val known = remember { Known(draft.revision) }
    LaunchedEffect(draft.revision) { if (known.isNew(draft.revision)) field.takeOver(draft) }
    LaunchedEffect(field) { snapshotFlow { field.text.toString() }.drop(1).collect { typed(it) } }
    // At a desk one writes at once; on a phone the keyboard would cover what is to be read.
    LaunchedEffect(Unit) { if (enterSends) focus.requestFocus() }
    val send = { if (ready && !sending) onSend(field.text.toString()) }
    Row(
        Modifier.fillMaxWidth().background(MaterialTheme.colorScheme.surfaceContainer).padding(8.dp),
        Arrangement.spacedBy(4.dp),
        Alignment.Bottom,
    ) {
        val focusManager = LocalFocusManager.current
        val keys = Modifier.onPreviewKeyEvent { focusManager.tab(it) || enterSends && field.enter(it, send) }
        Field(field, Modifier.weight(1f).focusRequester(focus).then(keys))
        IconAction(Icons.Send, LocalTexts.current.chatSend, send, enabled = ready && !sending)
    }
}

@Composable
private fun Field(field: TextFieldState, modifier: Modifier) {
    val label = LocalTexts.current.chatComposer
    val colours = MaterialTheme.colorScheme
    val style = MaterialTheme.typography.bodyLarge.byContent()
    BasicTextField(
        field,
        modifier.fieldNamed(label),
        textStyle = style.copy(color = colours.onSurface),
        keyboardOptions = KeyboardOptions(capitalization = KeyboardCapitalization.Sentences),
        lineLimits = TextFieldLineLimits.MultiLine(maxHeightInLines = MOST_LINES_SHOWN),
        cursorBrush = SolidColor(colours.primary),
        decorator = { typed ->
            Box(
                // Part of the field, as a label is: its name is said beside what is typed, and not in place of it.
                Modifier
                    .semantics { text = AnnotatedString(label) }
                    .heightIn(min = TouchTarget)
                    .background(colours.surfaceContainerLowest, MaterialTheme.shapes.large)
                    .padding(horizontal = 14.dp, vertical = 10.dp),
                Alignment.CenterStart,
            ) {
                if (field.text.isEmpty()) {
                    Text(label, Modifier.clearAndSetSemantics {}, colours.onSurfaceVariant, style = style)
                }
                typed()
            }
        },
    )
}

/** The revision that the field has taken over: the one that it began with is in it. */
private class Known(private var revision: Int) {
    fun isNew(other: Int): Boolean = (other != revision).also { revision = other }
}

/** The presenter does not know yet what was typed in the last moment: that stays. */
private fun TextFieldState.takeOver(draft: Draft) {
    val taken = draft.taken
    when {
        taken == null -> setTextAndPlaceCursorAtEnd(draft.text)
        text.startsWith(taken) -> edit { delete(0, taken.length) }
    }
}

/** Whether this key was Enter, and what it does: alone it sends, with Shift it begins a line. */
private fun TextFieldState.enter(event: KeyEvent, send: () -> Unit): Boolean {
    if (event.key != Key.Enter && event.key != Key.NumPadEnter) return false
    if (event.type == KeyEventType.KeyDown) {
        if (event.isShiftPressed) edit { replace(selection.min, selection.max, "\n") } else send()
    }
    return true
}

/** Whether this key was Tab: it leads on, as everywhere else, and is not part of the text. */
private fun FocusManager.tab(event: KeyEvent): Boolean {
    if (event.key != Key.Tab) return false
    if (event.type == KeyEventType.KeyDown) {
        moveFocus(if (event.isShiftPressed) FocusDirection.Previous else FocusDirection.Next)
    }
    return true
}

/** More than these would leave nothing of the messages. */
private const val MOST_LINES_SHOWN = 5
