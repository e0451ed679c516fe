package de.dienstchat.app.privacy

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.Screen
import de.dienstchat.app.components.Scrolled
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** What happens with whose data, in a few sentences. */
@Composable
fun PrivacyView(state: PrivacyState, on: (PrivacyEvent) -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    Screen(texts.settingsPrivacy, modifier, onBack = { on(PrivacyEvent.Back) }) { padding ->
        val column = rememberScrollState()
        Scrolled(column, arrows = true) {
            Column(
                Modifier.fillMaxSize().verticalScroll(column).padding(16.dp).padding(padding),
                Arrangement.spacedBy(20.dp),
            ) {
                Paragraph(Icons.Lock, texts.settingsPrivacyEncryption)
                Paragraph(Icons.People, texts.settingsPrivacyOperator)
                Paragraph(Icons.Shield, texts.settingsPrivacyDevice)
                Paragraph(Icons.Delete, texts.settingsPrivacyDeletion)
                Paragraph(Icons.Check, texts.settingsPrivacyNothing)
            }
        }
    }
}

@Composable
private fun Paragraph(icon: ImageVector, text: String) {
    Row(horizontalArrangement = Arrangement.spacedBy(16.dp)) {
        Icon(icon, contentDescription = null, tint = MaterialTheme.colorScheme.primary)
        Text(text, Modifier.weight(1f), style = MaterialTheme.typography.bodyLarge)
    }
}
