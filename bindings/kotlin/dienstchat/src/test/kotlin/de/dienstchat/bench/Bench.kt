package de.dienstchat.bench

import de.dienstchat.*
import java.io.File
import java.nio.file.Files
import java.time.Instant
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.runBlocking

/*
 * What the boundary between Kotlin and Rust costs, and the start of the library in a fresh JVM.
 * Every figure is a median; the library is the one in jna.library.path.
 */

private const val CALLBACK = "dienstchat://login?code=abc&state=def"

private val CONFIG = """
    [[issuers]]
    issuer = "https://issuer.example"
    client_id = "dienstchat-app"
    redirect_uris = ["dienstchat://login"]
    scopes = ["openid"]
""".trimIndent()

private fun config(folder: File) = Config(
    dataDir = folder.path,
    connector = "https://connector.example",
    appHosts = listOf("https://chat.example"),
    issuers = CONFIG,
)

private class Secrets : KeyStore {
    override fun get(name: String): ByteArray? = null
    override fun put(name: String, secret: ByteArray) = Unit
    override fun delete(name: String) = Unit
}

private class CountingClock : Clock {
    val calls = AtomicInteger()

    override fun nowMs(): Long {
        calls.incrementAndGet()
        return System.currentTimeMillis()
    }
}

/** With `--json` one object a line, else a table; with `start FOLDER` the start alone. */
fun main(arguments: Array<String>) {
    if (arguments.firstOrNull() == "start") return start(File(arguments[1]))
    val report = Report(json = "--json" in arguments)
    val folder = Files.createTempDirectory("dienstchat").toFile()
    try {
        starts(report, folder)
        calls(report, folder.resolve("calls"))
        diffs(report)
    } finally {
        folder.deleteRecursively()
    }
}

/** Prints how long it takes from here to the end of the first `open`, in ns. */
private fun start(folder: File) {
    val begin = System.nanoTime()
    runBlocking { Dienstchat.open(config(folder), Secrets()) }
    println(System.nanoTime() - begin)
}

private fun starts(report: Report, folder: File) {
    val first = List(STARTS) { inFreshJvm(folder.resolve("start $it")) }
    val again = List(STARTS) { inFreshJvm(folder.resolve("start $it")) }
    report.line("start-up in a fresh JVM, empty folder", median(first) / 1e6, "ms")
    report.line("start-up in a fresh JVM, known folder", median(again) / 1e6, "ms")
}

private fun inFreshJvm(folder: File): Long {
    val java = File(System.getProperty("java.home"), "bin/java").path
    val process = ProcessBuilder(
        java, "-cp", System.getProperty("java.class.path"),
        "-Djna.library.path=${System.getProperty("jna.library.path")}",
        "de.dienstchat.bench.BenchKt", "start", folder.path,
    ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    val nanos = process.inputStream.bufferedReader().readText()
    check(process.waitFor() == 0) { "the start failed" }
    return nanos.trim().toLong()
}

private fun calls(report: Report, folder: File) {
    report.line("a call that answers with a string", each(CALLS) { version() } / 1e3, "µs")
    val message = item(0)
    report.line("a call with a record", each(CALLS) { message.toString() } / 1e3, "µs")

    val clock = CountingClock()
    Dienstchat.openBlocking(config(folder), Secrets(), clock).use { dienstchat ->
        report.line("an object that is handed out and closed", each(CALLS) { dienstchat.chats().close() } / 1e3, "µs")
        dienstchat.links().use { links ->
            report.line("a call that reads the disk", each(CALLS / 10) { links.rememberedBlocking() } / 1e3, "µs")
            val suspending = runBlocking { each(CALLS / 10) { links.remembered() } }
            report.line("the same, suspending", suspending / 1e3, "µs")
        }
        foreign(report, folder, dienstchat, clock)
    }
}

/** The difference that a clock in Kotlin makes, divided by how often it is asked. */
private fun foreign(report: Report, folder: File, ours: Dienstchat, clock: CountingClock) {
    Dienstchat.openBlocking(config(folder.resolve("system")), Secrets()).use { systems ->
        val (signIn, other) = ours.signIn() to systems.signIn()
        clock.calls.set(0)
        signIn.expectsBlocking(CALLBACK)
        val asked = clock.calls.get()
        check(asked > 0) { "the clock is not asked" }
        // By turns, so that what else goes on in the machine meets both.
        val pairs = List(CALLS / 5) {
            timed { signIn.expectsBlocking(CALLBACK) } to timed { other.expectsBlocking(CALLBACK) }
        }.drop(CALLS / 10)
        val difference = median(pairs.map { it.first }) - median(pairs.map { it.second })
        report.line("a call of Rust to Kotlin (Clock)", difference / asked / 1e3, "µs")
    }
}

private fun diffs(report: Report) {
    val update = TimelineUpdate(
        List(DIFF) { TimelineDiff.Insert(it.toUInt(), item(it)) },
        olderHere = true,
        incomplete = false,
    )
    val lift = samples(DIFFS) {
        val buffer = FfiConverterTypeTimelineUpdate.lower(update)
        timed { FfiConverterTypeTimelineUpdate.lift(buffer) }
    }
    report.line("$DIFF timeline diffs from Rust's bytes to Kotlin", median(lift) / 1e3, "µs")
    val reset = TimelineDiff.Reset(List(DIFF, ::item))
    val there = samples(DIFFS) { timed { reset.toString() } }
    report.line("$DIFF timeline items from Kotlin to Rust", median(there) / 1e3, "µs")
}

private fun item(number: Int) = TimelineItem(
    id = ItemId.Event("\$event-$number-of-a-room-with-a-long-name"),
    sender = "@xyz_0123456789abcdef0123456789abcdef:chat.example",
    senderName = "Anna Albers",
    own = false,
    at = Instant.ofEpochSecond(1_700_000_000L + number),
    content = Content.Text("Message $number: we meet at the south gate at eight, bring the radios."),
    state = ItemState.Received,
)

private const val STARTS = 7
private const val CALLS = 20_000
private const val DIFF = 50
private const val DIFFS = 2_000
