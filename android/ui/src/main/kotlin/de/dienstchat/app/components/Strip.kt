package de.dienstchat.app.components

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** A line across the screen that says something about all of it, [urgent] or by the way. */
@Composable
fun Strip(icon: ImageVector, text: String, modifier: Modifier = Modifier, urgent: Boolean = false) {
    val colours = MaterialTheme.colorScheme
    val content = if (urgent) colours.onTertiaryContainer else colours.onSecondaryContainer
    Row(
        modifier
            .fillMaxWidth()
            .background(if (urgent) colours.tertiaryContainer else colours.secondaryContainer)
            .padding(horizontal = 16.dp, vertical = 10.dp)
            .semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite },
        Arrangement.spacedBy(12.dp),
        Alignment.CenterVertically,
    ) {
        Icon(icon, contentDescription = null, Modifier.size(20.dp), content)
        Text(text, color = content, style = MaterialTheme.typography.bodyMedium)
    }
}

/** There is no connection: what is seen is what is here. */
@Composable
fun OfflineStrip(modifier: Modifier = Modifier) {
    Strip(Icons.Offline, LocalTexts.current.offline, modifier)
}
