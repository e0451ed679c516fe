package de.dienstchat.app.root

import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import de.dienstchat.app.components.Action
import de.dienstchat.app.components.Notice
import de.dienstchat.app.components.Screen
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** Why the app could not start. */
@Composable
internal fun StartFailedView(failure: StartFailure, onRetry: () -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    Screen(texts.appName, modifier) { padding ->
        Notice(
            Icons.Warning,
            texts.sealedStartFailed,
            when (failure) {
                StartFailure.DATA_FOLDER -> texts.sealedStartFailedHint
                StartFailure.INTERNAL -> texts.internalError
            },
            primary = Action(texts.retry, onRetry),
            padding = padding,
        )
    }
}
