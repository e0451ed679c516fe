package de.dienstchat.app.core

import kotlinx.coroutines.flow.StateFlow

/** Whether there is a network, by what the system says: the core does not tell, it tries. */
interface Online {
    /** False only where there certainly is none. */
    val online: StateFlow<Boolean>
}
