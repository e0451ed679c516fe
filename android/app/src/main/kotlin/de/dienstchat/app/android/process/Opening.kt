package de.dienstchat.app.android.process

import android.content.Context
import de.dienstchat.Config
import de.dienstchat.Dienstchat
import de.dienstchat.android.open
import de.dienstchat.app.android.keystore.deviceKeyStore
import de.dienstchat.app.android.network.Network
import de.dienstchat.app.android.signin.Callbacks
import de.dienstchat.app.android.signin.LiveCallbacks
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.LiveCore
import de.dienstchat.app.core.SignInDoor

/** What the core is opened with. */
class Setup(val context: Context, val config: Config, val network: Network, val door: SignInDoor)

/** The core, for the screens and for what only Android asks of it. */
class Opened(
    val core: Core,
    val callbacks: Callbacks,
    /** Tells the core that the network may be another one. */
    val networkChanged: () -> Unit,
)

/** How the core is opened; tests open another. */
fun interface Opening {
    /** Fails with an `OpenException`. Not called on the main thread. */
    suspend fun open(setup: Setup): Opened
}

/** Opens the package. */
val openPackage: Opening = Opening { setup ->
    val dienstchat = Dienstchat.open(
        setup.context,
        setup.config,
        deviceKeyStore(setup.context),
        connectivity = setup.network,
    )
    Opened(LiveCore(dienstchat, setup.door), LiveCallbacks(dienstchat), dienstchat::networkChanged)
}
