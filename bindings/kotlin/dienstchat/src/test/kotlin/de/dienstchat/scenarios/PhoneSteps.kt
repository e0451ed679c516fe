package de.dienstchat.scenarios

import de.dienstchat.Dienstchat
import de.dienstchat.open
import de.dienstchat.shutDown
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.StandardOpenOption.WRITE
import kotlin.io.path.deleteIfExists
import kotlin.io.path.listDirectoryEntries
import kotlinx.coroutines.flow.first

internal val PHONE_STEPS: Map<String, StepKind> = mapOf(
    "open" to StepKind(APP) {
        check(phone.app == null) { "the app is open" }
        phone.app = with(phone) {
            Dienstchat.open(run.config(this), keyStore, clock, connectivity)
        }
    },
    "shut_down" to StepKind(APP) { phone.openApp().shutDown() },
    "close" to StepKind(APP) {
        run.subscriptions.values.filter { it.phone == phone }.forEach { it.release() }
        run.subscriptions.values.removeIf { it.phone == phone }
        phone.openApp()
        phone.closeApp()
    },
    "fault" to StepKind(setOf("do", "app", "of", "fault")) {
        val kind = step.text("fault")
        val (fault, kinds) = when (val of = step.text("of")) {
            "key_store" -> phone.keyStore.fault to setOf("locked", "failed", "lost")
            "clock" -> phone.clock.fault to setOf("failed")
            "connectivity" -> phone.connectivity.fault to setOf("failed")
            "browser" -> phone.browserFault to setOf("no_browser", "failed")
            "log" -> PhoneLog.fault to setOf("failed")
            else -> error("nothing is called $of")
        }
        require(kind in kinds + setOf("none", "throws")) { "there is no such fault: $step" }
        if (kind == "lost") phone.keyStore.lose() else fault.kind = kind
    },
    "clock" to StepKind(setOf("do", "app", "by")) {
        phone.clock.ahead += step.number("by") * 1_000
    },
    "connectivity" to StepKind(APP + "online") {
        phone.connectivity.online = step.flag("online")
        phone.app?.networkChanged()
    },
    "browser" to StepKind(setOf("do", "app", "shows")) {
        val shows = step.flag("shows")
        phone.browserShows.first { it == shows }
    },
    "damage" to StepKind(setOf("do", "app")) {
        val accounts = phone.folder.resolve("data/accounts").listDirectoryEntries()
        check(accounts.isNotEmpty()) { "there is nothing to damage" }
        val garbage = ByteArray(4_096) { 0x55 }
        for (account in accounts) {
            FileChannel.open(account.resolve("store.db"), WRITE).use {
                it.write(ByteBuffer.wrap(garbage))
            }
            for (suffix in listOf("-wal", "-shm")) {
                account.resolve("store.db$suffix").deleteIfExists()
            }
        }
    },
)

/** Shuts the app down if it is open, and lets go of all that came from it. */
internal suspend fun Phone.closeApp() {
    val closing = app ?: return
    app = null
    closing.shutDown()
    loops.values.forEach { it.outcome() }
    loops.clear()
    held.values.forEach(Held::release)
    held.clear()
    closing.close()
}
