package de.dienstchat.app.duties

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import de.dienstchat.app.format.displayName
import de.dienstchat.app.format.displayTitle
import de.dienstchat.app.format.isolated
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalFormats
import de.dienstchat.app.theme.LocalTexts

/** A duty in the list: one stop for a screen reader, which says its parts from top to bottom. */
@Composable
internal fun DutyCard(row: DutyRow, readOnly: Boolean, on: (DutiesEvent) -> Unit) {
    val colours = MaterialTheme.colorScheme
    Surface(
        onClick = { on(DutiesEvent.OpenChat(row.account, row.dutyId)) },
        modifier = Modifier.fillMaxWidth(),
        shape = MaterialTheme.shapes.medium,
        color = if (readOnly) colours.surfaceContainer else colours.surfaceContainerLowest,
        contentColor = colours.onSurface,
        shadowElevation = if (readOnly) 0.dp else 1.dp,
    ) {
        Column(Modifier.padding(16.dp, 14.dp), Arrangement.spacedBy(4.dp)) {
            Head(row)
            When(row)
            row.meetingPoint?.let { Line(Icons.Place, LocalTexts.current.dutiesMeetingPoint(it.isolated())) }
            Last(row)
            remainingText(LocalFormats.current.remaining(row.until), readOnly, LocalTexts.current)?.let {
                Text(it, color = colours.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
            }
        }
    }
}

@Composable
private fun Head(row: DutyRow) {
    val texts = LocalTexts.current
    Row(horizontalArrangement = Arrangement.spacedBy(12.dp), verticalAlignment = Alignment.Top) {
        Column(Modifier.weight(1f)) {
            if (row.organisation != null) {
                Text(
                    organisationText(row.organisation, row.person, texts),
                    color = MaterialTheme.colorScheme.primary,
                    style = MaterialTheme.typography.labelMedium,
                    maxLines = 1,
                    overflow = TextOverflow.Ellipsis,
                )
            }
            Text(
                displayTitle(row.title, texts),
                style = MaterialTheme.typography.titleMedium,
                maxLines = 3,
                overflow = TextOverflow.Ellipsis,
            )
        }
        if (row.unread > 0) UnreadCount(row.unread)
    }
}

@Composable
private fun When(row: DutyRow) {
    val colours = MaterialTheme.colorScheme
    if (row.cancelled) {
        Text(
            LocalTexts.current.dutiesCancelled,
            Modifier
                .background(colours.errorContainer, MaterialTheme.shapes.extraSmall)
                .padding(horizontal = 8.dp, vertical = 2.dp),
            color = colours.onErrorContainer,
            style = MaterialTheme.typography.labelMedium,
        )
    }
    Line(Icons.Calendar, LocalFormats.current.span(row.startsAt, row.endsAt))
}

@Composable
private fun Line(icon: ImageVector, text: String) {
    val colours = MaterialTheme.colorScheme
    Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
        Icon(icon, contentDescription = null, Modifier.size(16.dp), colours.onSurfaceVariant)
        Text(
            text,
            color = colours.onSurfaceVariant,
            style = MaterialTheme.typography.bodyMedium,
            maxLines = 3,
            overflow = TextOverflow.Ellipsis,
        )
    }
}

@Composable
private fun Last(row: DutyRow) {
    Text(
        lastText(row.last, LocalTexts.current),
        style = MaterialTheme.typography.bodyMedium,
        color = if (row.unread > 0) MaterialTheme.colorScheme.onSurface else MaterialTheme.colorScheme.onSurfaceVariant,
        maxLines = 2,
        overflow = TextOverflow.Ellipsis,
    )
}
