package de.dienstchat.android

import android.content.Context
import de.dienstchat.Clock
import de.dienstchat.Config
import de.dienstchat.Connectivity
import de.dienstchat.Dienstchat
import de.dienstchat.KeyStore
import de.dienstchat.open
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/**
 * Opens Dienstchat in an Android process. Without the [context] every connection fails, because the
 * system's judgement of certificates needs one; else as [Dienstchat.Companion.open].
 */
public suspend fun Dienstchat.Companion.open(
    context: Context,
    config: Config,
    keyStore: KeyStore,
    clock: Clock? = null,
    connectivity: Connectivity? = null,
): Dienstchat {
    withContext(Dispatchers.IO) { Native.initialise(context.applicationContext) }
    return open(config, keyStore, clock, connectivity)
}
