package de.dienstchat.app.duties

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.BoxScope
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.pulltorefresh.PullToRefreshBox
import androidx.compose.material3.pulltorefresh.PullToRefreshDefaults
import androidx.compose.material3.pulltorefresh.rememberPullToRefreshState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.key
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.Action
import de.dienstchat.app.components.IconAction
import de.dienstchat.app.components.Loading
import de.dienstchat.app.components.Notice
import de.dienstchat.app.components.OfflineStrip
import de.dienstchat.app.components.Screen
import de.dienstchat.app.components.Scrolled
import de.dienstchat.app.components.SectionHeader
import de.dienstchat.app.components.Strip
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalReducedMotion
import de.dienstchat.app.theme.LocalTexts

/** "Meine Dienste". */
@Composable
fun DutiesView(state: DutiesState, on: (DutiesEvent) -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    Screen(
        texts.dutiesTitle,
        modifier,
        actions = {
            // Pulling needs a finger: this is for a keyboard, a mouse and a screen reader.
            IconAction(
                Icons.Refresh,
                texts.dutiesRefresh,
                onClick = { on(DutiesEvent.Refresh) },
                enabled = !state.refreshing,
            )
            IconAction(Icons.Settings, texts.settings, onClick = { on(DutiesEvent.OpenSettings) })
        },
        below = {
            if (state.organisations.isNotEmpty()) OrganisationChips(state, on)
            Strips(state)
        },
    ) { padding ->
        when {
            !state.loaded -> Loading()
            else -> Refreshable(state, on) { Content(state, on, padding) }
        }
    }
}

@Composable
private fun Strips(state: DutiesState) {
    val texts = LocalTexts.current
    if (state.refreshing && LocalReducedMotion.current) Strip(Icons.Refresh, texts.loading)
    if (state.offline) OfflineStrip()
    when (state.problem) {
        DutiesProblem.REFRESH -> Strip(Icons.Warning, texts.dutiesRefreshFailed, urgent = true)
        DutiesProblem.READ -> Strip(Icons.Warning, texts.internalError, urgent = true)
        null -> Unit
    }
}

@OptIn(ExperimentalMaterial3Api::class)
@Composable
private fun Refreshable(state: DutiesState, on: (DutiesEvent) -> Unit, content: @Composable BoxScope.() -> Unit) {
    val pull = rememberPullToRefreshState()
    val still = LocalReducedMotion.current
    PullToRefreshBox(
        isRefreshing = state.refreshing,
        onRefresh = { on(DutiesEvent.Refresh) },
        modifier = Modifier.fillMaxSize(),
        state = pull,
        indicator = {
            if (!still) PullToRefreshDefaults.Indicator(pull, state.refreshing, Modifier.align(Alignment.TopCenter))
        },
        content = content,
    )
}

@Composable
private fun Content(state: DutiesState, on: (DutiesEvent) -> Unit, padding: PaddingValues) {
    val texts = LocalTexts.current
    when {
        state.empty && !state.signedIn -> Notice(
            Icons.Chat,
            texts.dutiesEmpty,
            texts.dutiesEmptyHint,
            primary = Action(texts.signIn) { on(DutiesEvent.SignIn) },
            padding = padding,
        )
        state.empty -> Notice(Icons.Chat, emptyText(state, texts), emptyHint(state, texts), padding = padding)
        // What is chosen is shown from its beginning.
        else -> key(state.chosen) { Rows(state, on, padding) }
    }
}

@Composable
private fun Rows(state: DutiesState, on: (DutiesEvent) -> Unit, padding: PaddingValues) {
    val texts = LocalTexts.current
    val list = rememberLazyListState()
    Scrolled(list) {
        LazyColumn(
            Modifier.fillMaxSize(),
            list,
            contentPadding = PaddingValues(12.dp, 4.dp, 12.dp, 16.dp + padding.calculateBottomPadding()),
            verticalArrangement = Arrangement.spacedBy(8.dp),
        ) {
            items(state.closed, key = { "account ${it.account}" }) { ClosedAccountRow(it, on) }
            section(texts.dutiesActive, state.active, readOnly = false, on)
            section(texts.dutiesReadOnly, state.readOnly, readOnly = true, on)
        }
    }
}

private fun LazyListScope.section(title: String, rows: List<DutyRow>, readOnly: Boolean, on: (DutiesEvent) -> Unit) {
    if (rows.isEmpty()) return
    item(key = "section $readOnly") { SectionHeader(title) }
    items(rows, key = { "duty ${it.account} ${it.dutyId}" }) { DutyCard(it, readOnly, on) }
}
