package de.dienstchat.app.root

import de.dienstchat.AccountInfo
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/**
 * What is to be added to this device's clock where something is shown in relation to now. Of several accounts the one
 * counts that corrects least: a server that is wrong shall not turn a right clock. Nothing while none knows.
 */
internal fun clockCorrection(accounts: List<AccountInfo>): Duration =
    accounts.mapNotNull { it.clockOffsetMs?.milliseconds }.minByOrNull { it.absoluteValue } ?: Duration.ZERO
