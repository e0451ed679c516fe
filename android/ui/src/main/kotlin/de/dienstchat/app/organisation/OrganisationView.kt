package de.dienstchat.app.organisation

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Icon
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.runtime.snapshotFlow
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.IconAction
import de.dienstchat.app.components.Screen
import de.dienstchat.app.components.Scrolled
import de.dienstchat.app.components.SecondaryButton
import de.dienstchat.app.components.SectionHeader
import de.dienstchat.app.components.fieldNamed
import de.dienstchat.app.format.isolated
import de.dienstchat.app.format.oneLine
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalReducedMotion
import de.dienstchat.app.theme.LocalTexts
import kotlinx.coroutines.flow.first

/**
 * Choosing the organisation: the first that a helper sees of the app.
 *
 * @param enterChooses There are keys: one types at once, and Enter takes the only one that is found. On a phone the
 *   keyboard would cover what is to be read.
 */
@Composable
fun OrganisationView(
    state: OrganisationState,
    on: (OrganisationEvent) -> Unit,
    modifier: Modifier = Modifier,
    enterChooses: Boolean = false,
) {
    val texts = LocalTexts.current
    val back = { on(OrganisationEvent.Back) }
    Screen(texts.organisationTitle, modifier, onBack = if (state.canGoBack) back else null) { padding ->
        // All of it scrolls: with large text there is no room for a part that stays.
        val list = rememberLazyListState()
        val field = remember { FocusRequester() }
        // Once, and not whenever the field scrolls back into view.
        LaunchedEffect(Unit) {
            if (enterChooses) {
                snapshotFlow { list.layoutInfo.visibleItemsInfo.any { it.key == SEARCH } }.first { it }
                field.requestFocus()
            }
        }
        Scrolled(list) {
            LazyColumn(
                Modifier.fillMaxSize(),
                list,
                contentPadding = PaddingValues(16.dp, 4.dp, 16.dp, 16.dp + padding.calculateBottomPadding()),
                verticalArrangement = Arrangement.spacedBy(8.dp),
            ) {
                item(key = "welcome") {
                    Text(
                        texts.organisationWelcome,
                        color = MaterialTheme.colorScheme.onSurfaceVariant,
                        style = MaterialTheme.typography.bodyLarge,
                    )
                }
                item(key = SEARCH) { SearchField(state, on, enterChooses, Modifier.focusRequester(field)) }
                outcome(state, on)
            }
        }
    }
}

private const val SEARCH = "search"

@Composable
private fun SearchField(
    state: OrganisationState,
    on: (OrganisationEvent) -> Unit,
    enterChooses: Boolean,
    modifier: Modifier,
) {
    val texts = LocalTexts.current
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(4.dp)) {
        OutlinedTextField(
            value = state.query,
            onValueChange = { on(OrganisationEvent.Type(it)) },
            modifier = modifier.fillMaxWidth().fieldNamed(texts.organisationSearch),
            label = { Text(texts.organisationSearch) },
            leadingIcon = { Icon(Icons.Search, contentDescription = null) },
            trailingIcon = {
                if (state.query.isNotEmpty()) {
                    IconAction(Icons.Close, texts.organisationClear, onClick = { on(OrganisationEvent.Type("")) })
                }
            },
            singleLine = true,
            keyboardOptions = KeyboardOptions(
                capitalization = KeyboardCapitalization.None,
                autoCorrectEnabled = false,
                imeAction = ImeAction.Search,
            ),
            keyboardActions = KeyboardActions(
                onSearch = { on(if (enterChooses) OrganisationEvent.Enter else OrganisationEvent.Search) },
            ),
            shape = MaterialTheme.shapes.medium,
        )
        val found = state.outcome as? Outcome.Found
        if (state.searching) Searching() else found?.let { Count(it.organisations.size) }
    }
}

@Composable
private fun Searching() {
    val texts = LocalTexts.current
    val said = Modifier.semantics { liveRegion = LiveRegionMode.Polite }
    if (LocalReducedMotion.current) {
        Text(texts.loading, said, style = MaterialTheme.typography.bodySmall)
    } else {
        LinearProgressIndicator(said.fillMaxWidth().semantics { contentDescription = texts.loading })
    }
}

/** Who does not see the list hears that there is one. */
@Composable
private fun Count(found: Int) {
    Text(
        LocalTexts.current.organisationFound(found),
        Modifier.semantics { liveRegion = LiveRegionMode.Polite },
        color = MaterialTheme.colorScheme.onSurfaceVariant,
        style = MaterialTheme.typography.bodySmall,
    )
}

private fun LazyListScope.outcome(state: OrganisationState, on: (OrganisationEvent) -> Unit) {
    when (val outcome = state.outcome) {
        Outcome.Nothing -> state.last?.let { last ->
            item(key = "last") { SectionHeader(LocalTexts.current.organisationLast) }
            item(key = "organisation ${last.ov}") { OrganisationCard(last, on) }
        }
        is Outcome.Found -> items(outcome.organisations, key = { "organisation ${it.ov}" }) { OrganisationCard(it, on) }
        is Outcome.None -> item(key = "none") {
            val texts = LocalTexts.current
            Explanation(texts.organisationNone(oneLine(outcome.query).isolated()), texts.organisationNoneHint)
        }
        Outcome.Offline -> item(key = "offline") { Failure(LocalTexts.current.organisationOffline, on) }
        Outcome.Failed -> item(key = "failed") { Failure(LocalTexts.current.organisationFailed, on) }
    }
}

@Composable
private fun Explanation(text: String, hint: String) {
    Column(
        Modifier.padding(vertical = 12.dp).semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite },
        Arrangement.spacedBy(8.dp),
    ) {
        Text(text, Modifier.semantics { heading() }, style = MaterialTheme.typography.titleMedium)
        Text(hint, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyLarge)
    }
}

@Composable
private fun Failure(text: String, on: (OrganisationEvent) -> Unit) {
    Column(Modifier.padding(vertical = 12.dp), Arrangement.spacedBy(12.dp)) {
        Text(
            text,
            Modifier.semantics { liveRegion = LiveRegionMode.Polite },
            style = MaterialTheme.typography.titleMedium,
        )
        SecondaryButton(LocalTexts.current.retry, onClick = { on(OrganisationEvent.Search) }, Modifier.fillMaxWidth())
    }
}
