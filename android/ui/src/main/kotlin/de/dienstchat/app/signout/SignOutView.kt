package de.dienstchat.app.signout

import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import de.dienstchat.app.components.Action
import de.dienstchat.app.components.Loading
import de.dienstchat.app.components.Notice
import de.dienstchat.app.components.Screen
import de.dienstchat.app.format.displayName
import de.dienstchat.app.format.isolated
import de.dienstchat.app.signout.SignOutState.Stage
import de.dienstchat.app.texts.Texts
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** What is lost by signing out, and how it goes. */
@Composable
fun SignOutView(state: SignOutState, on: (SignOutEvent) -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    val leave = { on(SignOutEvent.Back) }
    Screen(texts.signOut, modifier, onBack = leave.takeIf { state.stage != Stage.SIGNING_OUT }) { padding ->
        when (state.stage) {
            Stage.ASKING -> Notice(
                Icons.SignOut,
                texts.settingsSignOutQuestion(displayName(state.organisation, texts).isolated()),
                lost(state, texts),
                primary = Action(texts.signOut) { on(SignOutEvent.SignOut) },
                secondary = Action(texts.cancel, leave),
                padding = padding,
            )
            Stage.SIGNING_OUT -> Loading(Modifier.padding(padding), texts.settingsSigningOut)
            Stage.SERVER_NOT_TOLD -> Notice(
                Icons.Offline,
                texts.settingsSignedOut,
                texts.settingsSignedOutOffline,
                primary = Action(texts.settingsContinue, leave),
                padding = padding,
            )
            Stage.FAILED -> Notice(
                Icons.Warning,
                texts.settingsSignOutIncomplete,
                texts.settingsSignOutFailed,
                primary = Action(texts.retry) { on(SignOutEvent.SignOut) },
                secondary = Action(texts.back, leave),
                padding = padding,
            )
        }
    }
}

private fun lost(state: SignOutState, texts: Texts): String = listOfNotNull(
    state.person?.let { texts.settingsSignOutPerson(displayName(it, texts).isolated()) },
    texts.settingsSignOutLost,
    state.unsent?.takeIf { it > 0 }?.let(texts::settingsSignOutUnsent),
).joinToString("\n\n")
