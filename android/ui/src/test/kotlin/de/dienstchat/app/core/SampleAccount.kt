package de.dienstchat.app.core

import de.dienstchat.AccountInfo
import de.dienstchat.AccountState

/** An account for tests. */
fun sampleAccount(
    id: String,
    ov: String = "xyz",
    state: AccountState = AccountState.Active,
    signOutAfter: String? = null,
    clockOffsetMs: Long? = null,
    offline: Boolean = false,
) = AccountInfo(id, ov, null, state, signOutAfter, clockOffsetMs, offline)
