package de.dienstchat.app.chat

import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Dialog
import androidx.compose.ui.window.DialogProperties
import de.dienstchat.app.components.Screen
import de.dienstchat.app.components.Scrolled
import de.dienstchat.app.components.byContent
import de.dienstchat.app.theme.LocalFormats
import de.dienstchat.app.theme.LocalTexts

/** A long message on top of the chat. Only what is visible of it is laid out. */
@Composable
internal fun WholeMessageView(message: WholeMessage, onClose: () -> Unit) {
    Dialog(onClose, DialogProperties(usePlatformDefaultWidth = false)) {
        Surface(Modifier.fillMaxSize()) {
            Screen(
                title = LocalTexts.current.called(message.author),
                onBack = onClose,
                subtitle = LocalFormats.current.moment(message.at),
            ) { padding ->
                val list = rememberLazyListState()
                Scrolled(list, arrows = true) {
                    LazyColumn(
                        Modifier.fillMaxSize(),
                        list,
                        contentPadding = PaddingValues(16.dp, 8.dp, 16.dp, 16.dp + padding.calculateBottomPadding()),
                    ) {
                        items(message.parts) { part ->
                            SelectionContainer { Text(part, style = MaterialTheme.typography.bodyLarge.byContent()) }
                        }
                    }
                }
            }
        }
    }
}
