package de.dienstchat.app.link

import androidx.compose.foundation.layout.PaddingValues
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
import de.dienstchat.app.link.LinkState.Stage
import de.dienstchat.app.link.LinkState.Why
import de.dienstchat.app.texts.Texts
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

/** A link that is being followed, or why it leads nowhere and what one can do. */
@Composable
fun LinkView(state: LinkState, on: (LinkEvent) -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    Screen(texts.appName, modifier, onBack = { on(LinkEvent.Back) }) { padding ->
        when (val stage = state.stage) {
            Stage.Opening -> Loading(Modifier.padding(padding), texts.linkOpening)
            is Stage.SignInFirst -> SignInFirst(stage, state.signedIn, on, padding)
            is Stage.Ended -> Ended(stage.why, state.signedIn, on, padding)
        }
    }
}

@Composable
private fun SignInFirst(stage: Stage.SignInFirst, signedIn: Boolean, on: (LinkEvent) -> Unit, padding: PaddingValues) {
    val texts = LocalTexts.current
    val organisation = displayName(stage.organisation, texts).isolated()
    Notice(
        Icons.Link,
        if (signedIn) texts.linkOtherOrganisation(organisation) else texts.linkSignIn,
        if (signedIn) texts.linkOtherOrganisationHint else "${texts.linkBelongs(organisation)} ${texts.linkSignInHint}",
        primary = Action(texts.signIn) { on(LinkEvent.SignIn) },
        secondary = leave(signedIn, on, texts),
        padding = padding,
    )
}

@Composable
private fun Ended(why: Why, signedIn: Boolean, on: (LinkEvent) -> Unit, padding: PaddingValues) {
    val texts = LocalTexts.current
    val retry = Action(texts.retry) { on(LinkEvent.Retry) }
    Notice(
        icon(why),
        title(why, texts),
        hint(why, texts),
        primary = when (why) {
            Why.NOT_ON_DUTY, Why.OFFLINE, Why.SERVER, Why.STORAGE, Why.INTERNAL -> retry
            Why.SEALED -> Action(texts.dutiesWhatToDo) { on(LinkEvent.WhatToDo) }
            Why.REMOVED, Why.DELETED, Why.INVALID -> null
        },
        secondary = leave(signedIn, on, texts),
        padding = padding,
    )
}

private fun leave(signedIn: Boolean, on: (LinkEvent) -> Unit, texts: Texts): Action =
    if (signedIn) Action(texts.toDuties) { on(LinkEvent.ToDuties) } else Action(texts.back) { on(LinkEvent.Back) }

private fun icon(why: Why): ImageVector = when (why) {
    Why.NOT_ON_DUTY, Why.REMOVED -> Icons.Person
    Why.DELETED -> Icons.Delete
    Why.INVALID -> Icons.Link
    Why.SEALED -> Icons.Lock
    Why.OFFLINE -> Icons.Offline
    Why.SERVER, Why.STORAGE, Why.INTERNAL -> Icons.Warning
}

private fun title(why: Why, texts: Texts): String = when (why) {
    Why.NOT_ON_DUTY -> texts.linkNotOnDuty
    Why.REMOVED -> texts.linkRemoved
    Why.DELETED -> texts.linkDeleted
    Why.INVALID -> texts.linkInvalid
    Why.SEALED -> texts.linkSealed
    Why.OFFLINE -> texts.linkOffline
    Why.SERVER -> texts.linkServer
    Why.STORAGE -> texts.sealedStorage
    Why.INTERNAL -> texts.linkFailed
}

private fun hint(why: Why, texts: Texts): String? = when (why) {
    Why.NOT_ON_DUTY -> texts.linkNotOnDutyHint
    Why.REMOVED -> texts.linkRemovedHint
    Why.DELETED -> texts.linkDeletedHint
    Why.INVALID -> texts.linkInvalidHint
    Why.SEALED -> null
    Why.OFFLINE -> texts.linkOfflineHint
    Why.SERVER -> texts.linkServerHint
    Why.STORAGE -> texts.sealedStorageHint
    Why.INTERNAL -> texts.internalError
}
