package de.dienstchat.app.organisation

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
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import de.dienstchat.app.format.displayName
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** An organisation to choose. */
@Composable
internal fun OrganisationCard(organisation: OrganisationRow, on: (OrganisationEvent) -> Unit) {
    val texts = LocalTexts.current
    val colours = MaterialTheme.colorScheme
    Surface(
        onClick = { on(OrganisationEvent.Choose(organisation)) },
        modifier = Modifier.fillMaxWidth(),
        shape = MaterialTheme.shapes.medium,
        color = colours.surfaceContainerLowest,
        contentColor = colours.onSurface,
        shadowElevation = 1.dp,
    ) {
        Row(Modifier.padding(16.dp, 12.dp), Arrangement.spacedBy(12.dp), Alignment.CenterVertically) {
            Icon(Icons.Organisation, contentDescription = null, tint = colours.primary)
            Column(Modifier.weight(1f)) {
                Text(
                    displayName(organisation.name, texts),
                    style = MaterialTheme.typography.titleMedium,
                    maxLines = 4,
                    overflow = TextOverflow.Ellipsis,
                )
                Text(
                    texts.organisationCode(organisation.ov.uppercase()),
                    color = colours.onSurfaceVariant,
                    style = MaterialTheme.typography.bodyMedium,
                )
            }
            Icon(Icons.Forward, contentDescription = null)
        }
    }
}
