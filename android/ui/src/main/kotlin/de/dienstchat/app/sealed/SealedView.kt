package de.dienstchat.app.sealed

import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import de.dienstchat.app.components.Action
import de.dienstchat.app.components.Loading
import de.dienstchat.app.components.Notice
import de.dienstchat.app.components.Screen
import de.dienstchat.app.format.displayName
import de.dienstchat.app.format.isolated
import de.dienstchat.app.sealed.SealedState.Failure
import de.dienstchat.app.sealed.SealedState.Shown
import de.dienstchat.app.sealed.SealedState.Why
import de.dienstchat.app.texts.Texts
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** Why an account cannot be used, and what helps. */
@Composable
fun SealedView(state: SealedState, on: (SealedEvent) -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    val title = (state as? Shown)?.let { displayName(it.organisation, texts) }
    Screen(title ?: texts.appName, modifier, onBack = { on(SealedEvent.Back) }) { padding ->
        when {
            state !is Shown -> Loading(Modifier.padding(padding))
            state.trying -> Loading(Modifier.padding(padding), texts.sealedTrying)
            else -> {
                val (primary, secondary) = helps(state.why, on, texts)
                val hint = listOfNotNull(hint(state, texts), state.failure?.let { text(it, texts) })
                Notice(
                    icon(state.why),
                    title(state.why, texts),
                    hint.joinToString("\n\n"),
                    primary = primary,
                    secondary = secondary,
                    padding = padding,
                )
            }
        }
    }
}

/** What is best to do, and what else one can do. */
private fun helps(why: Why, on: (SealedEvent) -> Unit, texts: Texts): Pair<Action?, Action?> {
    val signIn = Action(texts.signIn) { on(SealedEvent.SignInAgain) }
    val retry = Action(texts.retry) { on(SealedEvent.Retry) }
    val signOut = Action(texts.sealedSignOutHere) { on(SealedEvent.SignOut) }
    return when (why) {
        Why.SIGN_IN_AGAIN -> signIn to signOut
        Why.BLOCKED -> null to signOut
        Why.NO_CONTACT -> retry to signOut
        Why.DAMAGED, Why.KEY_LOST -> signOut to retry
        // All of it comes back: nobody is to delete it.
        Why.UPDATE, Why.LOCKED, Why.STORAGE -> retry to null
    }
}

private fun icon(why: Why): ImageVector = when (why) {
    Why.SIGN_IN_AGAIN, Why.KEY_LOST -> Icons.Key
    Why.BLOCKED, Why.LOCKED -> Icons.Lock
    Why.NO_CONTACT -> Icons.Offline
    Why.DAMAGED, Why.STORAGE -> Icons.Warning
    Why.UPDATE -> Icons.Update
}

private fun title(why: Why, texts: Texts): String = when (why) {
    Why.SIGN_IN_AGAIN -> texts.sealedSignInAgain
    Why.BLOCKED -> texts.sealedBlocked
    Why.NO_CONTACT -> texts.sealedNoContact
    Why.DAMAGED -> texts.sealedDamaged
    Why.KEY_LOST -> texts.sealedKeyLost
    Why.UPDATE -> texts.sealedUpdate
    Why.LOCKED -> texts.sealedLocked
    Why.STORAGE -> texts.sealedStorage
}

private fun hint(state: Shown, texts: Texts): String {
    val organisation = displayName(state.organisation, texts).isolated()
    return when (state.why) {
        Why.SIGN_IN_AGAIN -> texts.sealedSignInAgainHint(organisation)
        Why.BLOCKED -> texts.sealedBlockedHint(organisation)
        Why.NO_CONTACT -> texts.sealedNoContactHint(organisation)
        Why.DAMAGED -> texts.sealedDamagedHint(organisation)
        Why.KEY_LOST -> texts.sealedKeyLostHint
        Why.UPDATE -> texts.sealedUpdateHint
        Why.LOCKED -> texts.sealedLockedHint
        Why.STORAGE -> texts.sealedStorageHint
    }
}

private fun text(failure: Failure, texts: Texts): String = when (failure) {
    Failure.OFFLINE -> texts.sealedOffline
    Failure.SERVER -> texts.sealedServer
    Failure.SAME -> texts.sealedSame
}
