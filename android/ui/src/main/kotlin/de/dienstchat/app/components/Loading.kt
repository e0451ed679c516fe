package de.dienstchat.app.components

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalReducedMotion
import de.dienstchat.app.theme.LocalTexts

/** Something takes a moment; [hint] says what happens then. Nothing turns where nothing shall move. */
@Composable
fun Loading(modifier: Modifier = Modifier, label: String = LocalTexts.current.loading, hint: String? = null) {
    Column(
        modifier.fillMaxSize().padding(24.dp),
        Arrangement.spacedBy(16.dp, Alignment.CenterVertically),
        Alignment.CenterHorizontally,
    ) {
        if (LocalReducedMotion.current) {
            Icon(Icons.Clock, contentDescription = null, tint = MaterialTheme.colorScheme.primary)
        } else {
            CircularProgressIndicator()
        }
        Column(
            Modifier.semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite },
            Arrangement.spacedBy(8.dp),
            Alignment.CenterHorizontally,
        ) {
            Text(label, style = MaterialTheme.typography.titleMedium, textAlign = TextAlign.Center)
            if (hint != null) {
                Text(
                    hint,
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                    style = MaterialTheme.typography.bodyLarge,
                    textAlign = TextAlign.Center,
                )
            }
        }
    }
}
