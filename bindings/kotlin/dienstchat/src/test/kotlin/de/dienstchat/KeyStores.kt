package de.dienstchat

import java.util.concurrent.ConcurrentHashMap

/** Keeps secrets for as long as the test runs. */
class MemoryKeyStore : KeyStore {
    private val secrets = ConcurrentHashMap<String, ByteArray>()

    override fun get(name: String): ByteArray? = secrets[name]?.clone()

    override fun put(name: String, secret: ByteArray) {
        secrets[name] = secret.clone()
    }

    override fun delete(name: String) {
        secrets.remove(name)
    }
}

/** Fails at every call, with this. */
class FailingKeyStore(private val failure: () -> Exception) : KeyStore {
    override fun get(name: String): ByteArray? = throw failure()

    override fun put(name: String, secret: ByteArray): Unit = throw failure()

    override fun delete(name: String): Unit = throw failure()
}
