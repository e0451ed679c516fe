package de.dienstchat.app.components

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Button
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp

/** The least that a finger hits, in gloves too. */
val TouchTarget = 48.dp

/** What a screen is for: one at most. */
@Composable
fun PrimaryButton(label: String, onClick: () -> Unit, modifier: Modifier = Modifier, enabled: Boolean = true) {
    Button(onClick, modifier.heightIn(min = TouchTarget), enabled, MaterialTheme.shapes.medium) { Label(label) }
}

/** What else one can do. */
@Composable
fun SecondaryButton(label: String, onClick: () -> Unit, modifier: Modifier = Modifier, enabled: Boolean = true) {
    OutlinedButton(onClick, modifier.heightIn(min = TouchTarget), enabled, MaterialTheme.shapes.medium) {
        Label(label)
    }
}

/** What one can do beside something, without a frame. */
@Composable
fun QuietButton(label: String, onClick: () -> Unit, modifier: Modifier = Modifier, enabled: Boolean = true) {
    TextButton(onClick, modifier.heightIn(min = TouchTarget), enabled, MaterialTheme.shapes.medium) { Label(label) }
}

/** An icon that does something; [label] is what a screen reader says. */
@Composable
fun IconAction(
    icon: ImageVector,
    label: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    enabled: Boolean = true,
) {
    IconButton(onClick, modifier.size(TouchTarget), enabled) { Icon(icon, label) }
}

/** What is clickable if there is something to do; [action] says what, after "double tap to". */
internal fun clickable(onClick: (() -> Unit)?, action: String? = null): Modifier =
    if (onClick == null) Modifier else Modifier.clickable(onClickLabel = action, role = Role.Button, onClick = onClick)

@Composable
private fun Label(text: String) {
    Text(text, textAlign = TextAlign.Center)
}
