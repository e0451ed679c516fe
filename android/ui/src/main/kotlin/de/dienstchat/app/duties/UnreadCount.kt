package de.dienstchat.app.duties

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.unit.dp
import de.dienstchat.app.theme.LocalTexts

private const val MOST_COUNTED = 99

/** How many messages are unread. */
@Composable
internal fun UnreadCount(count: Int) {
    val said = LocalTexts.current.dutiesUnread(count)
    Text(
        if (count > MOST_COUNTED) "$MOST_COUNTED+" else "$count",
        Modifier
            .background(MaterialTheme.colorScheme.primary, CircleShape)
            .padding(horizontal = 8.dp, vertical = 2.dp)
            .clearAndSetSemantics { contentDescription = said },
        color = MaterialTheme.colorScheme.onPrimary,
        style = MaterialTheme.typography.labelMedium,
        maxLines = 1,
    )
}
