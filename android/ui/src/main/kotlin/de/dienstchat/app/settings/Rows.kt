package de.dienstchat.app.settings

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import de.dienstchat.app.theme.Icons

/** Something that is on or off, touched anywhere. */
@Composable
internal fun SwitchRow(label: String, hint: String, on: Boolean, enabled: Boolean = true, onChange: (Boolean) -> Unit) {
    Line(Modifier.toggleable(on, enabled, Role.Switch, onChange)) {
        Words(label, hint)
        Switch(on, onCheckedChange = null, enabled = enabled)
    }
}

/** One of several that exclude each other. */
@Composable
internal fun ChoiceRow(label: String, chosen: Boolean, onChoose: () -> Unit) {
    Line(Modifier.selectable(chosen, role = Role.RadioButton, onClick = onChoose)) {
        RadioButton(chosen, onClick = null)
        Words(label)
    }
}

/** Something that leads on. */
@Composable
internal fun WayRow(label: String, hint: String? = null, onClick: () -> Unit) {
    Line(Modifier.clickable(role = Role.Button, onClick = onClick)) {
        Words(label, hint)
        Icon(Icons.Forward, contentDescription = null, tint = MaterialTheme.colorScheme.onSurfaceVariant)
    }
}

@Composable
private fun Line(touched: Modifier, content: @Composable RowScope.() -> Unit) {
    Row(
        touched.fillMaxWidth().heightIn(min = 56.dp).padding(horizontal = 16.dp, vertical = 8.dp),
        Arrangement.spacedBy(16.dp),
        Alignment.CenterVertically,
        content,
    )
}

@Composable
private fun RowScope.Words(label: String, hint: String? = null) {
    Column(Modifier.weight(1f)) {
        Text(label, style = MaterialTheme.typography.bodyLarge)
        if (hint != null) {
            Text(
                hint,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium,
            )
        }
    }
}
