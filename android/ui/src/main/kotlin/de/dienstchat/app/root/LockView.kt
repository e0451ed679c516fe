package de.dienstchat.app.root

import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import de.dienstchat.app.components.Action
import de.dienstchat.app.components.Notice
import de.dienstchat.app.components.Screen
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** Stands in place of everything while the app is locked. */
@Composable
internal fun LockView(onUnlock: () -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    Screen(texts.appName, modifier) { padding ->
        Notice(
            Icons.Lock,
            texts.settingsLocked,
            primary = Action(texts.settingsUnlock, onUnlock),
            padding = padding,
        )
    }
}
