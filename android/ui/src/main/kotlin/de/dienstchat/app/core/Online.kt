package de.dienstchat.app.core

import kotlinx.coroutines.flow.StateFlow

/** Whether there is a network, by what the system says; whether it leads to the server, the core finds out. */
interface Online {
    /** False only where there certainly is none. */
    val online: StateFlow<Boolean>
}
