package de.dienstchat.app.licences

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.collapse
import androidx.compose.ui.semantics.expand
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.Loading
import de.dienstchat.app.components.Screen
import de.dienstchat.app.components.Scrolled
import de.dienstchat.app.components.SectionHeader
import de.dienstchat.app.components.byContent
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** The app's licence and those of what is inside. */
@Composable
fun LicencesView(state: LicencesState, on: (LicencesEvent) -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    Screen(texts.settingsLicences, modifier, onBack = { on(LicencesEvent.Back) }) { padding ->
        if (state.components == null) {
            Loading(Modifier.padding(padding))
        } else {
            Components(state.components, state.expanded, padding, on)
        }
    }
}

@Composable
private fun Components(
    components: List<Component>,
    expanded: Expanded?,
    padding: PaddingValues,
    on: (LicencesEvent) -> Unit,
) {
    val texts = LocalTexts.current
    val list = rememberLazyListState()
    Scrolled(list, arrows = true) {
        LazyColumn(Modifier.fillMaxSize(), list, padding) {
            item {
                Text(texts.settingsLicencesOwn, Modifier.padding(16.dp), style = MaterialTheme.typography.bodyLarge)
            }
            item { SectionHeader(texts.settingsLicencesOthers) }
            for (component in components) {
                val shown = expanded?.takeIf { it.component == component }
                item { ComponentRow(component, shown != null) { on(LicencesEvent.Toggle(component)) } }
                // Of a long text only what is visible is laid out.
                items(shown?.paragraphs.orEmpty()) { Paragraph(it) }
            }
        }
    }
}

@Composable
private fun ComponentRow(component: Component, expanded: Boolean, onToggle: () -> Unit) {
    val texts = LocalTexts.current
    Row(
        Modifier.fillMaxWidth().clickable(onClick = onToggle).heightIn(min = 48.dp).semantics {
            stateDescription = if (expanded) texts.expanded else texts.collapsed
            val toggle = { onToggle().let { true } }
            if (expanded) collapse(action = toggle) else expand(action = toggle)
        }.padding(horizontal = 16.dp, vertical = 6.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Column(Modifier.weight(1f)) {
            Text("${component.name} ${component.version}", style = MaterialTheme.typography.bodyLarge)
            Text(
                component.licence,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium,
            )
        }
        Icon(
            if (expanded) Icons.Collapse else Icons.Expand,
            contentDescription = null,
            Modifier.padding(start = 16.dp),
            tint = MaterialTheme.colorScheme.onSurfaceVariant,
        )
    }
}

/** Of a licence, which is English whatever the app speaks. */
@Composable
private fun Paragraph(text: String) {
    SelectionContainer(Modifier.padding(start = 32.dp, end = 16.dp, bottom = 8.dp)) {
        Text(text, Modifier.fillMaxWidth(), style = MaterialTheme.typography.bodyMedium.byContent())
    }
}
