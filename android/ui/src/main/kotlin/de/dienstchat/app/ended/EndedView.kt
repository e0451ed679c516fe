package de.dienstchat.app.ended

import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import de.dienstchat.app.components.Action
import de.dienstchat.app.components.Notice
import de.dienstchat.app.texts.Texts
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** What stands in the place of a chat that cannot be shown. */
@Composable
fun EndedView(why: WhyEnded, onRetry: () -> Unit, onDuties: () -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    val said = texts.ended(why)
    val leave = Action(texts.toDuties, onDuties)
    val retry = Action(texts.retry, onRetry)
    Notice(
        said.icon,
        said.title,
        said.hint,
        modifier,
        primary = if (why.retryable) retry else leave,
        secondary = leave.takeIf { why.retryable },
    )
}

private class Said(val icon: ImageVector, val title: String, val hint: String)

private fun Texts.ended(why: WhyEnded): Said = when (why) {
    WhyEnded.DELETED -> Said(Icons.Delete, chatGone, chatGoneHint)
    WhyEnded.REMOVED -> Said(Icons.Lock, sealedRemoved, sealedRemovedHint)
    WhyEnded.NOT_LISTED -> Said(Icons.Lock, sealedNotListed, sealedNotListedHint)
    WhyEnded.MISSING -> Said(Icons.Search, endedMissing, endedMissingHint)
    WhyEnded.LOCKED -> Said(Icons.Lock, sealedLocked, sealedLockedHint)
    WhyEnded.STORAGE -> Said(Icons.Warning, sealedStorage, sealedStorageHint)
    WhyEnded.CLOSED -> Said(Icons.Info, endedClosed, endedClosedHint)
    WhyEnded.INTERNAL -> Said(Icons.Warning, endedInternal, internalError)
}
