package de.dienstchat.app.desktop.secrets

import de.dienstchat.KeyStore
import de.dienstchat.KeyStoreException
import java.io.IOException
import java.util.Base64
import java.util.concurrent.TimeUnit

/**
 * Secrets in the desktop's Secret Service, by `secret-tool` of libsecret: as text, for it ends at a
 * line's end. A secret goes to it through a pipe, so it is seen in no list of processes.
 *
 * When the keyring is locked, the person is asked to unlock it.
 */
internal class SecretServiceKeyStore(
    private val installation: String,
    private val environment: Map<String, String> = emptyMap(),
) : KeyStore {
    override fun get(name: String): ByteArray? {
        val answer = run("lookup", attributes(name))
        if (answer.done) return decoded(answer.output)
        return if (nothingThere(answer, name)) null else throw KeyStoreException.Locked()
    }

    override fun put(name: String, secret: ByteArray) {
        val text = Base64.getEncoder().encodeToString(secret)
        val answer = run("store", listOf("--label=Dienstchat") + attributes(name), text)
        if (!answer.done) throw if ("locked" in answer.trouble) KeyStoreException.Locked() else KeyStoreException.Failed()
    }

    override fun delete(name: String) {
        val answer = run("clear", attributes(name))
        if (!answer.done && !nothingThere(answer, name)) throw KeyStoreException.Locked()
    }

    /** Whether there is a Secret Service at all. */
    fun isThere(): Boolean = try {
        run("lookup", attributes("probe")).trouble.isEmpty()
    } catch (_: KeyStoreException) {
        false
    }

    // Of a keyring that stays locked `lookup` and `clear` say the same as of one without the secret, and
    // `search` asks nobody and names what is locked too.
    private fun nothingThere(answer: Answer, name: String): Boolean {
        if (answer.trouble.isNotEmpty()) throw KeyStoreException.Failed()
        return run("search", listOf("--all") + attributes(name)).output.isBlank()
    }

    private fun attributes(name: String) =
        listOf("application", "de.dienstchat.desktop", "installation", installation, "name", name)

    private fun decoded(text: String): ByteArray = try {
        Base64.getDecoder().decode(text.trim())
    } catch (_: IllegalArgumentException) {
        throw KeyStoreException.Failed()
    }

    private class Answer(val done: Boolean, val output: String, val trouble: String)

    private fun run(action: String, arguments: List<String>, input: String = ""): Answer = try {
        val builder = ProcessBuilder(listOf("secret-tool", action) + arguments)
        builder.environment() += environment
        // What it says of a trouble is compared.
        builder.environment()["LC_ALL"] = "C"
        val process = builder.start()
        process.outputStream.use { it.write(input.toByteArray()) }
        // Its few lines fit into the pipes, so it never waits for them to be read.
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroy()
            throw KeyStoreException.Locked()
        }
        Answer(
            process.exitValue() == 0,
            process.inputStream.reader().readText(),
            process.errorStream.reader().readText(),
        )
    } catch (_: IOException) {
        throw KeyStoreException.Failed()
    } catch (_: InterruptedException) {
        throw KeyStoreException.Failed()
    }

    private companion object {
        /** How long the person may take to unlock the keyring. */
        const val PATIENCE_SECONDS = 120L
    }
}
