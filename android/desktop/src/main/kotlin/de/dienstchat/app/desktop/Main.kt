package de.dienstchat.app.desktop

import de.dienstchat.Clock
import de.dienstchat.app.desktop.instance.Instance
import de.dienstchat.app.desktop.settings.Settings
import de.dienstchat.app.preferences.Language
import de.dienstchat.app.texts.Texts
import de.dienstchat.app.theme.texts
import java.util.Locale
import kotlin.system.exitProcess

/** Dienstchat for the desktop. */
fun main(words: Array<String>) {
    exitProcess(start(words.toList()))
}

/**
 * Runs the app until its window is closed, or hands its link over to the one that runs; gives the
 * process' exit code.
 *
 * @param clock The system's when absent, as it is outside of tests.
 */
internal fun start(words: List<String>, clock: Clock? = null): Int {
    val texts = systemTexts()
    return try {
        val arguments = Arguments.parse(words)
        if (arguments.help) println(texts.desktopUsage) else run(arguments, clock)
        0
    } catch (failure: CannotStart) {
        System.err.println(failure.text(texts))
        // Who has typed it reads it there.
        if (failure is CannotStart.Usage) return 2
        showFailure(texts, failure)
        1
    } catch (fault: Throwable) {
        // Where it happened, and not what it says: that may hold anything. A window that is left would
        // keep the process for ever.
        System.err.println(fault.javaClass.name)
        fault.stackTrace.forEach { System.err.println("    at $it") }
        showFailure(texts, CannotStart.Internal())
        1
    }
}

private fun run(arguments: Arguments, clock: Clock?) {
    val settings = Settings.load(arguments)
    val instance = Instance.begin(settings.dataDir, arguments.link) ?: return
    instance.use {
        if (!hasScreen) throw CannotStart.NoScreen()
        DesktopApp(settings, it, clock).run(arguments.link)
    }
}

/** In German where the system speaks it. */
internal fun systemTexts(): Texts = Language.SYSTEM.texts(Locale.getDefault().toLanguageTag())
