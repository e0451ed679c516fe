package de.dienstchat.app.signin

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.Action
import de.dienstchat.app.components.Loading
import de.dienstchat.app.components.Notice
import de.dienstchat.app.components.PrimaryButton
import de.dienstchat.app.components.Screen
import de.dienstchat.app.components.ScrollByKeys
import de.dienstchat.app.format.displayName
import de.dienstchat.app.format.isolated
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** Signing in. */
@Composable
fun SignInView(state: SignInState, on: (SignInEvent) -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    // Until its name is known, none is said.
    val organisation = state.organisation?.let { displayName(it, texts).isolated() }
    val title = if (organisation == null) texts.signIn else texts.signinTitle(organisation)
    val back = { on(SignInEvent.Back) }
    Screen(title, modifier, onBack = if (state.step == Step.Finishing) null else back) { padding ->
        when (val step = state.step) {
            Step.Explain -> Explanation(on, padding)
            Step.InBrowser -> Notice(
                Icons.Browser,
                texts.signinInBrowser,
                texts.signinInBrowserHint,
                primary = Action(texts.signinOpenAgain) { on(SignInEvent.OpenAgain) },
                secondary = Action(texts.cancel) { on(SignInEvent.Cancel) },
                padding = padding,
            )
            is Step.ByHand -> Notice(
                Icons.Browser,
                texts.signinByHand,
                hint(step.copied, texts),
                primary = Action(texts.signinCopyAddress) { on(SignInEvent.CopyAddress) },
                secondary = Action(texts.signinOpenAgain) { on(SignInEvent.OpenAgain) },
                padding = padding,
            )
            Step.Finishing -> Loading(label = texts.signinFinishing)
            is Step.Failed -> Failed(step.problem, organisation ?: texts.noName, on, padding)
        }
    }
}

@Composable
private fun Explanation(on: (SignInEvent) -> Unit, padding: PaddingValues) {
    val texts = LocalTexts.current
    val column = rememberScrollState()
    ScrollByKeys(column)
    Column(
        Modifier.fillMaxSize().verticalScroll(column).padding(padding).padding(16.dp, 8.dp),
        Arrangement.spacedBy(16.dp),
    ) {
        Text(texts.signinExplain, style = MaterialTheme.typography.bodyLarge)
        Surface(
            Modifier.fillMaxWidth(),
            MaterialTheme.shapes.medium,
            MaterialTheme.colorScheme.surfaceContainerLowest,
            shadowElevation = 1.dp,
        ) {
            Column(Modifier.padding(16.dp), Arrangement.spacedBy(12.dp)) {
                Text(
                    texts.signinSharedTitle,
                    Modifier.semantics { heading() },
                    style = MaterialTheme.typography.titleMedium,
                )
                Shared(Icons.Person, texts.signinSharedName)
                Shared(Icons.Organisation, texts.signinSharedOrganisation)
                Shared(Icons.Key, texts.signinSharedId)
                Text(
                    texts.signinSharedNot,
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                    style = MaterialTheme.typography.bodyMedium,
                )
            }
        }
        PrimaryButton(texts.signinContinue, onClick = { on(SignInEvent.Continue) }, Modifier.fillMaxWidth())
    }
}

@Composable
private fun Shared(icon: ImageVector, text: String) {
    Row(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
        Icon(icon, contentDescription = null, tint = MaterialTheme.colorScheme.primary)
        Text(text, style = MaterialTheme.typography.bodyLarge)
    }
}

@Composable
private fun Failed(problem: Problem, organisation: String, on: (SignInEvent) -> Unit, padding: PaddingValues) {
    val texts = LocalTexts.current
    val said = said(problem, organisation, texts)
    val actions = problem.remedies.map { remedy ->
        Action(label(remedy, texts)) { on(SignInEvent.Help(remedy)) }
    }
    Notice(
        icon(problem),
        said.title,
        said.hint,
        primary = actions.firstOrNull(),
        secondary = actions.drop(1).firstOrNull(),
        padding = padding,
    )
}

private fun icon(problem: Problem): ImageVector = when (problem) {
    Problem.OFFLINE -> Icons.Offline
    Problem.LOCKED, Problem.KEY_LOST -> Icons.Key
    Problem.UPDATE -> Icons.Update
    Problem.ALREADY, Problem.CANCELLED -> Icons.Info
    else -> Icons.Warning
}
