package de.dienstchat.app.components

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.WindowInsetsSides
import androidx.compose.foundation.layout.asPaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.only
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.isTraversalGroup
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/**
 * What every screen stands in: edge to edge, a bar with its title, [below] it what concerns the whole
 * screen (the offline strip), then the content.
 *
 * @param onBack Shows an arrow that leads back.
 * @param subtitle Stands under the title.
 * @param onTitle Makes the title lead somewhere, as to a chat's details; [titleAction] says where.
 * @param content Is given what the bottom of the window covers (gestures, the keyboard): as the content
 *   padding of a list, or the padding of what stands at the bottom.
 */
@Composable
fun Screen(
    title: String,
    modifier: Modifier = Modifier,
    onBack: (() -> Unit)? = null,
    subtitle: String? = null,
    onTitle: (() -> Unit)? = null,
    titleAction: String? = null,
    actions: @Composable RowScope.() -> Unit = {},
    below: @Composable () -> Unit = {},
    content: @Composable (PaddingValues) -> Unit,
) {
    Column(
        modifier
            .fillMaxSize()
            .background(MaterialTheme.colorScheme.background)
            .windowInsetsPadding(WindowInsets.safeDrawing.only(WindowInsetsSides.Top + WindowInsetsSides.Horizontal)),
    ) {
        Row(
            Modifier.fillMaxWidth().heightIn(min = 64.dp).padding(horizontal = 4.dp)
                .semantics { isTraversalGroup = true },
            Arrangement.spacedBy(0.dp),
            Alignment.CenterVertically,
        ) {
            if (onBack == null) Spacer(Modifier.width(12.dp))
            if (onBack != null) IconAction(Icons.Back, LocalTexts.current.back, onBack)
            Title(title, subtitle, onTitle, titleAction, Modifier.weight(1f))
            actions()
        }
        below()
        Box(Modifier.weight(1f).fillMaxWidth()) {
            content(WindowInsets.safeDrawing.only(WindowInsetsSides.Bottom).asPaddingValues())
        }
    }
}

@Composable
private fun Title(title: String, subtitle: String?, onClick: (() -> Unit)?, action: String?, modifier: Modifier) {
    val room = Modifier.heightIn(min = 48.dp).padding(horizontal = 4.dp, vertical = 6.dp)
    Column(modifier.then(clickable(onClick, action)).then(room), Arrangement.Center) {
        Text(
            title,
            Modifier.semantics { heading() },
            style = MaterialTheme.typography.titleLarge,
            maxLines = 2,
            overflow = TextOverflow.Ellipsis,
        )
        if (subtitle != null) {
            Text(
                subtitle,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium,
                // Large text needs the second one to say when a duty is.
                maxLines = 2,
                overflow = TextOverflow.Ellipsis,
            )
        }
    }
}
