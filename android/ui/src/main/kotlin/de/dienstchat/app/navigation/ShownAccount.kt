package de.dienstchat.app.navigation

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/**
 * Of which account "Meine Dienste" shows the duties, wherever that is chosen. It is kept among the [places], so it
 * outlives the process together with the way.
 */
class ShownAccount(private val places: Places) {
    private val shown = MutableStateFlow(places[NAME])

    /** The account; none, and the duties of all are shown. */
    val account: StateFlow<String?> = shown.asStateFlow()

    /** Chooses one, or all. */
    fun choose(account: String?) {
        places[NAME] = account
        shown.value = account
    }

    private companion object {
        const val NAME = "duties"
    }
}
