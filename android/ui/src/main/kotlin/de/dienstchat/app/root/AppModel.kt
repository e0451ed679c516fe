package de.dienstchat.app.root

import de.dienstchat.AccountInfo
import de.dienstchat.ClientException
import de.dienstchat.LinkException
import de.dienstchat.OpenException
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.Online
import de.dienstchat.app.duties.DutiesPresenter
import de.dienstchat.app.navigation.BackStack
import de.dienstchat.app.navigation.Entry
import de.dienstchat.app.navigation.Places
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Preferences
import kotlin.time.Duration
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * The app without its looks: one for each process. The shell makes it, starts it, and tells it what
 * the system tells. To be used on the main thread, on which [scope] runs too.
 *
 * @param open Opens the core; called again when that has failed and the person tries again.
 * @param scope Lives as long as the app.
 * @param lingering For how long the accounts go on to synchronise after the app has left the foreground.
 */
class AppModel(
    private val open: suspend () -> Core,
    private val preferences: Preferences,
    private val platform: Platform,
    private val online: Online,
    private val scope: CoroutineScope,
    private val lingering: Duration = Duration.ZERO,
) {
    private val state = MutableStateFlow<AppState>(AppState.Starting)
    private val correction = MutableStateFlow(Duration.ZERO)
    private val lock = AppLock(preferences, platform, scope)
    private val places = Places()
    private val links = MutableStateFlow<Followed?>(null)
    private val starting = Mutex()
    private var running: Running? = null
    private var saved: List<String> = emptyList()
    private var inForeground = false

    /** What is to be seen. */
    val states: StateFlow<AppState> = state.asStateFlow()

    /** What is to be added to this device's clock where something is shown in relation to now. */
    val clockCorrection: StateFlow<Duration> = correction.asStateFlow()

    /**
     * Opens what is on this device and finds where to begin: returns when the first screen can be
     * painted, or it is clear that none can. An app that has been started is left as it is.
     *
     * @param saved What [save] gave before the process ended; whatever it is, this does not fail.
     */
    suspend fun start(saved: List<String> = emptyList()): Unit = starting.withLock {
        if (running != null) return
        this.saved = saved
        try {
            begin(open())
        } catch (failure: OpenException) {
            val folder = failure is OpenException.DataFolder
            state.value = AppState.Failed(if (folder) StartFailure.DATA_FOLDER else StartFailure.INTERNAL)
        } catch (_: ClientException) {
            state.value = AppState.Failed(StartFailure.INTERNAL)
        }
    }

    /** Tries again to start, after it has failed. */
    fun retryStart() {
        if (state.value !is AppState.Failed) return
        state.value = AppState.Starting
        scope.launch { start(saved) }
    }

    /**
     * Follows a link from outside, whatever it is and however many come: the newest one counts, also
     * before the start and while the app is locked.
     */
    fun follow(link: String) {
        links.value = Followed(link)
    }

    /** The app is to be seen and used. */
    fun enteredForeground() {
        inForeground = true
        running?.foreground?.enter()
    }

    /** The app is not to be seen any more. */
    fun leftForeground() {
        inForeground = false
        running?.foreground?.leave(after = lingering)
        lock.close()
    }

    /** Asks the person to unlock the app. */
    fun unlock(): Unit = lock.unlock()

    /** Does what "back" is to the screen; false when there is nowhere to go, so that the system may leave the app. */
    fun back(): Boolean {
        val running = running?.takeIf { it.stack.canGoBack && !lock.locked.value } ?: return false
        running.screens.of(running.stack.entries.value).last().driver.back()
        return true
    }

    /** Leads on after a sign-in, be it by a screen or by the shell after the process was ended. */
    fun signedIn() {
        val running = running ?: return
        scope.launch {
            running.screens.stored = stored(running.core)
            val link = rememberedLink(running.core)
            // Otherwise the duties of who has just signed in might not be among those that are shown.
            running.screens.shownAccount.choose(null)
            running.stack.startAt(Route.Duties)
            link?.let { running.stack.open(Route.Link(it)) }
        }
    }

    /** Where the person is and where screens are scrolled to, for [start] in another process. */
    fun save(): List<String> {
        val way = running?.stack?.saved() ?: return saved
        return listOf(way.size.toString()) + way + places.saved()
    }

    private suspend fun begin(core: Core) {
        val stored = stored(core)
        val accounts = stored.accounts ?: throw ClientException.Internal()
        val stack = stackFor(accounts)
        correction.value = clockCorrection(accounts)
        val screens = Screens(core, online, preferences, platform, stack, places, ::signedIn, scope)
        screens.stored = stored
        val begun = Running(core, stack, screens, Foreground(core, scope))
        running = begun
        scope.launch { show(begun) }
        scope.launch { followLinks(stack) }
        scope.launch { persistently { leaveWithoutAccounts(begun) } }
        scope.launch { persistently { core.accounts.collect { correction.value = clockCorrection(it) } } }
        if (inForeground) begun.foreground.enter()
        state.value = begun.seen(stack.entries.value, lock.locked.value)
    }

    private fun stackFor(accounts: List<AccountInfo>): BackStack {
        val start = if (accounts.isEmpty()) Route.Organisations else Route.Duties
        val ways = saved.firstOrNull()?.toIntOrNull()?.takeIf { it in 1..BackStack.LONGEST } ?: return BackStack(start)
        places.restore(saved.drop(1 + ways))
        val restored = BackStack.restored(saved.drop(1).take(ways)) { it.isPossible(accounts) }
        // Who has signed in or out meanwhile begins anew.
        return restored?.takeIf { it.entries.value.first().route == start } ?: BackStack(start)
    }

    private suspend fun show(running: Running): Unit =
        combine(running.stack.entries, lock.locked, running::seen).collect { state.value = it }

    private suspend fun followLinks(stack: BackStack): Unit = links.collect { followed ->
        followed?.let { link -> stack.openInsteadOf(Route.Link(link.text)) { it is Route.Link } }
    }

    // The screen that signs out says first how that went.
    private suspend fun leaveWithoutAccounts(running: Running): Unit =
        combine(running.core.accounts, running.stack.entries) { accounts, entries ->
            accounts.isEmpty() && entries.first().route == Route.Duties && entries.last().route !is Route.SignOut
        }.collectLatest { nobody ->
            // The list may not have heard yet of who has just signed in.
            if (nobody && running.core.storedAccounts().isEmpty()) running.stack.startAt(Route.Organisations)
        }

    private suspend fun stored(core: Core) = DutiesPresenter.Stored(
        accounts = orNone { core.storedAccounts() },
        chats = orNone { core.storedChats() },
    )

    private suspend fun rememberedLink(core: Core): String? = try {
        core.rememberedLink()
    } catch (_: LinkException) {
        null
    }

    private suspend fun <T> orNone(read: suspend () -> T): T? = try {
        read()
    } catch (_: ClientException) {
        null
    }

    private class Running(val core: Core, val stack: BackStack, val screens: Screens, val foreground: Foreground) {
        fun seen(entries: List<Entry>, locked: Boolean) = AppState.Running(entries, locked, screens.of(entries))
    }
}

// Not a link of ours is longer; what a stranger sends is not kept.
private const val LONGEST_LINK = 4_096

/** A link as it came: each is new, also when it says the same. */
private class Followed(link: String) {
    /** An empty text, which is no link either, in place of what cannot be one. */
    val text = link.takeIf { it.length <= LONGEST_LINK && it.none(Char::isSurrogate) }.orEmpty()
}

private fun Route.isPossible(accounts: List<AccountInfo>): Boolean {
    val account = when (this) {
        is Route.Chat -> account
        is Route.Details -> account
        is Route.SealedAccount -> account
        is Route.SignInAgain -> account
        is Route.SignOut -> account
        else -> return true
    }
    return accounts.any { it.id == account }
}
