package de.dienstchat.app.settings

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Card
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.QuietButton
import de.dienstchat.app.format.displayName
import de.dienstchat.app.format.displayTitle
import de.dienstchat.app.format.isolated
import de.dienstchat.app.theme.LocalFormats
import de.dienstchat.app.theme.LocalTexts

/** An account and what can be done with it. */
@Composable
internal fun AccountCard(account: AccountRow, on: (SettingsEvent) -> Unit) {
    val texts = LocalTexts.current
    Card(Modifier.fillMaxWidth().padding(horizontal = 16.dp, vertical = 4.dp), MaterialTheme.shapes.large) {
        Column {
            val standing = if (account.usable) texts.settingsAccountActive else texts.settingsAccountSealed
            WayRow(
                displayName(account.organisation, texts),
                listOfNotNull(account.person?.let { displayName(it, texts) }, standing).joinToString("\n"),
            ) { on(SettingsEvent.OpenAccount(account.id)) }
            if (account.usable) {
                WayRow(texts.settingsSignOutAfter, signOutAfter(account)) {
                    on(SettingsEvent.ChooseSignOutAfter(account.id))
                }
            }
            QuietButton(texts.signOut, { on(SettingsEvent.SignOut(account.id)) }, Modifier.padding(horizontal = 4.dp))
        }
    }
}

@Composable
private fun signOutAfter(account: AccountRow): String =
    account.signOutAfter?.let { duty(it) } ?: LocalTexts.current.settingsSignOutAfterNever

/** A duty as a choice. */
@Composable
internal fun duty(duty: SignOutDuty): String {
    val texts = LocalTexts.current
    return texts.settingsSignOutAfterDuty(
        date = LocalFormats.current.moment(duty.endsAt),
        duty = displayTitle(duty.title, texts).isolated(),
    )
}
