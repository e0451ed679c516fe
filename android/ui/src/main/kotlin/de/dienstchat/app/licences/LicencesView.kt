package de.dienstchat.app.licences

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.Loading
import de.dienstchat.app.components.Screen
import de.dienstchat.app.components.ScrollByKeys
import de.dienstchat.app.components.SectionHeader
import de.dienstchat.app.theme.LocalTexts

/** The app's licence and those of what is inside. */
@Composable
fun LicencesView(state: LicencesState, on: (LicencesEvent) -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    Screen(texts.settingsLicences, modifier, onBack = { on(LicencesEvent.Back) }) { padding ->
        if (state.components == null) Loading(Modifier.padding(padding)) else Components(state.components, padding)
    }
}

@Composable
private fun Components(components: List<Component>, padding: PaddingValues) {
    val texts = LocalTexts.current
    val list = rememberLazyListState()
    ScrollByKeys(list, arrows = true)
    LazyColumn(Modifier.fillMaxSize(), list, padding) {
        item {
            Text(texts.settingsLicencesOwn, Modifier.padding(16.dp), style = MaterialTheme.typography.bodyLarge)
        }
        item { SectionHeader(texts.settingsLicencesOthers) }
        items(components) { component ->
            Column(
                Modifier.fillMaxWidth().padding(horizontal = 16.dp, vertical = 6.dp)
                    .semantics(mergeDescendants = true) {},
            ) {
                Text("${component.name} ${component.version}", style = MaterialTheme.typography.bodyLarge)
                Text(
                    component.licence,
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                    style = MaterialTheme.typography.bodyMedium,
                )
            }
        }
    }
}
