package de.dienstchat.app.root

import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import de.dienstchat.app.components.Loading
import de.dienstchat.app.components.Screen
import de.dienstchat.app.theme.LocalTexts

/** What is stored is being read, and that takes longer than the system waits with the first frame. */
@Composable
internal fun StartingView(modifier: Modifier = Modifier) {
    Screen(LocalTexts.current.appName, modifier) { Loading() }
}
