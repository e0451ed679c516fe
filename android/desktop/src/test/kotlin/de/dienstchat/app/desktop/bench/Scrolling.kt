package de.dienstchat.app.desktop.bench

import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.input.pointer.PointerEventType
import androidx.compose.ui.unit.Density
import de.dienstchat.Account
import de.dienstchat.Config
import de.dienstchat.Dienstchat
import de.dienstchat.SignIn
import de.dienstchat.SignInTarget
import de.dienstchat.app.core.LiveCore
import de.dienstchat.app.core.SignInDoor
import de.dienstchat.app.desktop.Arguments
import de.dienstchat.app.desktop.DesktopPlatform
import de.dienstchat.app.desktop.FilePreferences
import de.dienstchat.app.desktop.PropertiesFile
import de.dienstchat.app.desktop.SystemNetwork
import de.dienstchat.app.desktop.secrets.openKeyStore
import de.dienstchat.app.desktop.settings.Settings
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.root.App
import de.dienstchat.app.root.AppModel
import de.dienstchat.open
import de.dienstchat.version
import java.io.File
import kotlin.system.exitProcess
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.jetbrains.skia.Image

private const val WIDTH = 480
private const val HEIGHT = 760
private const val FRAME_NANOS = 16_666_667L
private const val NANOS_A_MS = 1_000_000L

/** How far the wheel turns in each frame: as when somebody is in a hurry to get to the beginning. */
private const val TURN = -8f

/** When so many frames show the same and everything is there, the first message has been reached. */
private const val STILL = 60

/** Scrolls from the newest message to the first, and prints what that cost. */
fun main(words: Array<String>) {
    System.setProperty("java.awt.headless", "true")
    val arguments = Arguments.parse(words.toList())
    runBlocking(Dispatchers.Main) { measure(Settings.load(arguments), checkNotNull(arguments.link)) }
    exitProcess(0)
}

private suspend fun measure(settings: Settings, link: String) {
    val config = Config("${settings.dataDir}", settings.connector, settings.appHosts, settings.issuers)
    val dienstchat = Dienstchat.open(config, openKeyStore(settings.dataDir, settings.secrets))
    val core = CountedCore(LiveCore(dienstchat, NoDoor))
    val preferences = Preferences(FilePreferences(PropertiesFile(settings.dataDir.resolve("preferences.properties"))))
    val platform = DesktopPlatform(version())
    val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main)
    val model = AppModel({ core }, preferences, platform, SystemNetwork(settings.connector), scope)
    model.follow(link)
    model.start()
    val scene = ImageComposeScene(WIDTH, HEIGHT, Density(1f)) { App(model, platform, preferences) }
    val frames = scrolled(scene, core)
    val late = frames.count { it > FRAME_NANOS }
    val sorted = frames.sorted()
    line("10,000 messages scrolled through, frames", frames.size.toDouble(), "")
    line("… of them over 16 ms", late.toDouble(), "")
    line("… a frame", sorted[sorted.size / 2] / 1e6, "ms")
    line("… one in a hundred takes at least", sorted[sorted.size * 99 / 100] / 1e6, "ms")
    line("… the longest", sorted.last() / 1e6, "ms")
    System.gc()
    val runtime = Runtime.getRuntime()
    line("memory after it, of the JVM's heap", (runtime.totalMemory() - runtime.freeMemory()) / MIB, "MiB")
    line("memory after it, resident", resident() / MIB, "MiB")
}

/** How long each frame took, in ns, from the moment in which the chat is there. */
private suspend fun scrolled(scene: ImageComposeScene, core: CountedCore): List<Long> {
    val frames = mutableListOf<Long>()
    var now = 0L
    var still = 0
    var before = 0
    while (still < STILL) {
        val shown = core.messages > 0
        if (shown) turnWheel(scene)
        now += FRAME_NANOS
        val begin = System.nanoTime()
        val image = scene.render(now)
        val took = System.nanoTime() - begin
        if (shown) frames += took
        val looks = image.use(::looks)
        still = if (looks == before && core.messages == MOST) still + 1 else 0
        before = looks
        // As a screen does it; what was loaded meanwhile arrives in between.
        delay(((FRAME_NANOS - (System.nanoTime() - begin)) / NANOS_A_MS).coerceAtLeast(1))
    }
    return frames.dropLast(STILL)
}

private const val MOST = 10_000
private const val MIB = 1024.0 * 1024.0

private fun turnWheel(scene: ImageComposeScene) = scene.sendPointerEvent(
    PointerEventType.Scroll,
    Offset(WIDTH / 2f, HEIGHT / 2f),
    scrollDelta = Offset(0f, TURN),
)

private fun looks(image: Image): Int = checkNotNull(image.peekPixels()).use { it.buffer.bytes.contentHashCode() }

/** Memory of the process that is not swapped out, in bytes; 0 where the system does not say. */
private fun resident(): Double {
    val status = File("/proc/self/status").takeIf { it.exists() }?.readLines().orEmpty()
    val said = status.firstOrNull { it.startsWith("VmRSS:") } ?: return 0.0
    return said.filter(Char::isDigit).toDouble() * 1024
}

private fun line(case: String, value: Double, unit: String) = println("$case\t$value\t$unit")

/** Nobody signs in. */
private object NoDoor : SignInDoor {
    override val address: String? = null

    override suspend fun pass(signIn: SignIn, target: SignInTarget, missing: () -> Unit): Account =
        error("nobody signs in")

    override fun openAgain() = error("nobody signs in")
}
