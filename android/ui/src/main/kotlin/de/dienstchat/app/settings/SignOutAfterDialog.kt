package de.dienstchat.app.settings

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.QuietButton
import de.dienstchat.app.texts.Texts
import de.dienstchat.app.theme.LocalTexts

/** The choice of the duty after which an account signs itself out. */
@Composable
internal fun SignOutAfterDialog(choosing: Choosing, on: (SettingsEvent) -> Unit) {
    val texts = LocalTexts.current
    AlertDialog(
        onDismissRequest = { on(SettingsEvent.CloseChoice) },
        confirmButton = { QuietButton(texts.cancel, { on(SettingsEvent.CloseChoice) }) },
        title = { Text(texts.settingsSignOutAfter) },
        text = {
            Column(Modifier.verticalScroll(rememberScrollState()), Arrangement.spacedBy(8.dp)) {
                choosing.failure?.let { Failure(it, texts) }
                Text(texts.settingsSignOutAfterHint)
                Duties(choosing, on)
            }
        },
    )
}

@Composable
private fun Duties(choosing: Choosing, on: (SettingsEvent) -> Unit) {
    Column(Modifier.selectableGroup()) {
        ChoiceRow(LocalTexts.current.settingsSignOutAfterNever, choosing.chosen == null) {
            on(SettingsEvent.SignOutAfter(null))
        }
        for (duty in choosing.duties) {
            ChoiceRow(duty(duty), choosing.chosen == duty.id) { on(SettingsEvent.SignOutAfter(duty.id)) }
        }
    }
}

@Composable
private fun Failure(failure: ChoiceFailure, texts: Texts) {
    Text(
        when (failure) {
            ChoiceFailure.OVER -> texts.settingsSignOutAfterOver
            ChoiceFailure.FAILED -> texts.settingsSignOutAfterFailed
        },
        Modifier.semantics { liveRegion = LiveRegionMode.Polite },
        color = MaterialTheme.colorScheme.error,
    )
}
