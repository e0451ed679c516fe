package de.dienstchat.app.components

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp

/** Something that a person can do, in their words. */
data class Action(val label: String, val onClick: () -> Unit)

/**
 * What stands on the screen when there is nothing else: what is the matter, and what one can do. It
 * scrolls where the text is large, and a screen reader says it when it appears.
 */
@Composable
fun Notice(
    icon: ImageVector,
    title: String,
    hint: String? = null,
    modifier: Modifier = Modifier,
    primary: Action? = null,
    secondary: Action? = null,
    padding: PaddingValues = PaddingValues(),
) {
    val column = rememberScrollState()
    ScrollByKeys(column)
    // The box centres what is shorter than the screen.
    Box(modifier.fillMaxSize().padding(padding), Alignment.Center) {
        Column(
            Modifier.widthIn(max = 480.dp).fillMaxWidth().verticalScroll(column).padding(24.dp),
            Arrangement.spacedBy(16.dp),
            Alignment.CenterHorizontally,
        ) {
            Badge(icon)
            Column(
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                Arrangement.spacedBy(8.dp),
                Alignment.CenterHorizontally,
            ) {
                Text(
                    title,
                    Modifier.semantics { heading() },
                    style = MaterialTheme.typography.headlineSmall,
                    textAlign = TextAlign.Center,
                )
                if (hint != null) {
                    Text(
                        hint,
                        color = MaterialTheme.colorScheme.onSurfaceVariant,
                        style = MaterialTheme.typography.bodyLarge,
                        textAlign = TextAlign.Center,
                    )
                }
            }
            if (primary != null) PrimaryButton(primary.label, primary.onClick, Modifier.fillMaxWidth())
            if (secondary != null) SecondaryButton(secondary.label, secondary.onClick, Modifier.fillMaxWidth())
        }
    }
}

@Composable
private fun Badge(icon: ImageVector) {
    Box(
        Modifier.size(88.dp).background(MaterialTheme.colorScheme.primaryContainer, CircleShape),
        Alignment.Center,
    ) {
        Icon(icon, contentDescription = null, Modifier.size(40.dp), MaterialTheme.colorScheme.onPrimaryContainer)
    }
}
