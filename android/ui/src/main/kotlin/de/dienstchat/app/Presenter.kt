package de.dienstchat.app

import kotlinx.coroutines.flow.StateFlow

/**
 * What stands between a screen and the core: it turns what the core says into a state, and what the
 * person does into calls. It knows nothing of Compose, is used on the main thread and lives as long
 * as the scope that it was given.
 */
interface Presenter<State, Event> {
    /** What the screen shows now. */
    val states: StateFlow<State>

    /** What the person did. */
    fun on(event: Event)
}
