package de.dienstchat.app.duties

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** An organisation whose chats are hidden; leads to what to do about it. */
@Composable
internal fun ClosedAccountRow(account: ClosedAccount, on: (DutiesEvent) -> Unit) {
    val texts = LocalTexts.current
    Surface(
        onClick = { on(DutiesEvent.OpenAccount(account.account)) },
        modifier = Modifier.fillMaxWidth(),
        shape = MaterialTheme.shapes.medium,
        color = MaterialTheme.colorScheme.tertiaryContainer,
        contentColor = MaterialTheme.colorScheme.onTertiaryContainer,
    ) {
        Row(Modifier.padding(16.dp, 14.dp), Arrangement.spacedBy(12.dp), Alignment.CenterVertically) {
            Icon(Icons.Lock, contentDescription = null)
            Column(Modifier.weight(1f), Arrangement.spacedBy(4.dp)) {
                Text(closedText(account, texts), style = MaterialTheme.typography.bodyMedium)
                Text(texts.dutiesWhatToDo, style = MaterialTheme.typography.labelLarge)
            }
            Icon(Icons.Forward, contentDescription = null)
        }
    }
}
