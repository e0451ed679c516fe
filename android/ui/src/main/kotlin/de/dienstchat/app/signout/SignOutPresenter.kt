package de.dienstchat.app.signout

import de.dienstchat.AccountInfo
import de.dienstchat.ChatException
import de.dienstchat.ClientException
import de.dienstchat.app.Presenter
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.person
import de.dienstchat.app.navigation.Navigator
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.signout.SignOutState.Stage
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** Signs [account] out once the person knows what is lost, and leads on. */
class SignOutPresenter(
    private val core: Core,
    private val preferences: Preferences,
    private val navigator: Navigator,
    private val account: String,
    private val scope: CoroutineScope,
) : Presenter<SignOutState, SignOutEvent> {
    private val state = MutableStateFlow(SignOutState(organisation = ""))

    override val states: StateFlow<SignOutState> = state.asStateFlow()

    init {
        scope.launch { look() }
    }

    override fun on(event: SignOutEvent) {
        val stage = state.value.stage
        when (event) {
            SignOutEvent.SignOut -> if (stage == Stage.ASKING || stage == Stage.FAILED) signOut()
            SignOutEvent.Back -> when (stage) {
                Stage.ASKING, Stage.FAILED -> navigator.back()
                Stage.SERVER_NOT_TOLD -> scope.launch { leadOn() }
                Stage.SIGNING_OUT -> Unit
            }
        }
    }

    private suspend fun look() {
        val info = accounts()?.find { it.id == account } ?: return navigator.back()
        state.update { it.copy(organisation = preferences.organisationName(info.ov)) }
        val person = core.person(account)
        state.update { it.copy(person = person) }
        val unsent = unsent()
        state.update { it.copy(unsent = unsent) }
    }

    // Of an account that cannot be read nobody knows.
    private suspend fun unsent(): Int? = try {
        core.unsent(account)
    } catch (_: ClientException) {
        null
    } catch (_: ChatException) {
        null
    }

    private fun signOut() {
        state.update { it.copy(stage = Stage.SIGNING_OUT) }
        scope.launch {
            // Who has said so is signed out, also when the screen is left meanwhile.
            val stays = withContext(NonCancellable) { attempt() }
            if (stays == null) leadOn() else state.update { it.copy(stage = stays) }
        }
    }

    /** Signs out; none when there is nothing more to say. */
    private suspend fun attempt(): Stage? = try {
        if (core.signOut(account).serverTold) null else Stage.SERVER_NOT_TOLD
    } catch (_: ClientException.NoSuchAccount) {
        null
    } catch (_: ClientException) {
        Stage.FAILED
    }

    private suspend fun leadOn() {
        val others = accounts()?.any { it.id != account } ?: true
        navigator.startAt(if (others) Route.Duties else Route.Organisations)
    }

    private suspend fun accounts(): List<AccountInfo>? = try {
        core.storedAccounts()
    } catch (_: ClientException) {
        null
    }
}
