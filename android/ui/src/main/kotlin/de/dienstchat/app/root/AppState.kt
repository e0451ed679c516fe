package de.dienstchat.app.root

import de.dienstchat.app.navigation.Entry

/** What the app shows as a whole. */
sealed interface AppState {
    /** What is stored is being read; it takes moments. */
    data object Starting : AppState

    /** Nothing can be shown. */
    data class Failed(val failure: StartFailure) : AppState

    /**
     * The way that the person took, the present place last; none of it is to be seen while [locked].
     *
     * @property screens What is at its end: the present screen, and before it the one that "back" leads to.
     */
    data class Running(val entries: List<Entry>, val locked: Boolean, val screens: List<OpenScreen>) : AppState
}

/** Why the app could not start. */
enum class StartFailure {
    /** The folder for the data cannot be used. */
    DATA_FOLDER,

    /** A fault of the app itself or of how it was built. */
    INTERNAL,
}
