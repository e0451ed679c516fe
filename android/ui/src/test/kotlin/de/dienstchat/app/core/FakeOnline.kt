package de.dienstchat.app.core

import kotlinx.coroutines.flow.MutableStateFlow

/** A network that a test takes away. */
class FakeOnline(online: Boolean = true) : Online {
    override val online = MutableStateFlow(online)
}
