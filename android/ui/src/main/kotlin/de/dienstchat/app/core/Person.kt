package de.dienstchat.app.core

import de.dienstchat.ChatException
import de.dienstchat.ClientException
import kotlinx.coroutines.flow.first

/**
 * Whose account this is. Two people of one organisation may share the device; the roster of any chat says who they
 * are. Nothing where that is not known.
 */
suspend fun Core.person(account: String): String? = try {
    chatsOf(account).firstOrNull { it.sealed == null }?.let { summary ->
        chat(account, summary.dutyId).use { chat -> chat.members.first().find { it.own }?.name }
    }
} catch (_: ClientException) {
    null
} catch (_: ChatException) {
    null
}
