package de.dienstchat.app.settings

import de.dienstchat.AccountInfo
import de.dienstchat.ChatSummary
import de.dienstchat.ClientException
import de.dienstchat.DutyState
import de.dienstchat.Phase
import de.dienstchat.SignOutAfterException
import de.dienstchat.app.core.Core
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update

/** The part of the settings that chooses the duty after which an account signs itself out. */
internal class SignOutAfter(private val core: Core, private val state: MutableStateFlow<SettingsState>) {
    /** The duty that is chosen for this account; one whose chat is gone from here has no name. */
    suspend fun duty(info: AccountInfo): SignOutDuty? {
        val chosen = info.signOutAfter ?: return null
        return chats(info.id).find { it.dutyId == chosen }?.let(::duty)
    }

    /** Opens the choice. */
    suspend fun choose(account: String) {
        val duties = chats(account).filter { it.mayBeTheLast() }.map(::duty)
        // What has been chosen since the screen was drawn counts.
        val chosen = accounts().find { it.id == account }?.signOutAfter
        state.update { it.copy(choosing = Choosing(account, duties, chosen)) }
    }

    /** Takes what was chosen; the choice stays open when it cannot be kept. */
    suspend fun chosen(duty: String?) {
        val account = state.value.choosing?.account ?: return
        val failure = try {
            core.signOutAfter(account, duty)
            null
        } catch (_: SignOutAfterException.DutyOver) {
            ChoiceFailure.OVER
        } catch (_: SignOutAfterException) {
            ChoiceFailure.FAILED
        }
        state.update { now ->
            val open = now.choosing?.takeIf { it.account == account }
            if (open == null) now else now.copy(choosing = failure?.let { open.copy(failure = it) })
        }
    }

    private suspend fun accounts(): List<AccountInfo> = try {
        core.accounts.first()
    } catch (_: ClientException) {
        emptyList()
    }

    private suspend fun chats(account: String): List<ChatSummary> = try {
        core.chatsOf(account)
    } catch (_: ClientException) {
        emptyList()
    }

    // Whether one is over is the core's to say; the others would sign out at once or not at all.
    private fun ChatSummary.mayBeTheLast() =
        sealed == null && phase == Phase.ACTIVE && state == DutyState.PLANNED

    private fun duty(summary: ChatSummary) = SignOutDuty(summary.dutyId, summary.title, summary.endsAt)
}
