package de.dienstchat.app.link

/** What the person does while a link is followed. */
sealed interface LinkEvent {
    /** Turns away from the link, back to where they were. */
    data object Back : LinkEvent

    /** Turns away from the link, to the duties. */
    data object ToDuties : LinkEvent

    /** Follows it once more. */
    data object Retry : LinkEvent

    /** Signs in, to get to the chat then. */
    data object SignIn : LinkEvent

    /** Asks what to do about the account that cannot be used. */
    data object WhatToDo : LinkEvent
}
