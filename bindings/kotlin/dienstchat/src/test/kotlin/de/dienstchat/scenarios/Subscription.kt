package de.dienstchat.scenarios

import com.google.gson.JsonElement
import de.dienstchat.ListChange
import kotlin.test.assertTrue

/** A subscription, and what was pulled from it so far. */
internal interface Subscription {
    val phone: Phone

    /** Takes one answer; false when it is over. */
    suspend fun pull(): Boolean

    /** What it has come to; null before the first answer. */
    fun state(): JsonElement?

    /** Whether it has come to what the API says now; null when it has. */
    suspend fun disagreement(): String?

    /** Waits until a pull waits. */
    suspend fun underWay()

    fun showOlder(count: UShort)

    fun stop()

    /** Lets go of it, which ends it too. */
    fun release()
}

/** What all objects that are pulled have, whatever they are called. */
internal class Pulled<U : AutoCloseable, A>(
    private val updates: U,
    private val next: suspend U.() -> A?,
    private val stop: U.() -> Unit,
    private val showOlder: (U.(UShort) -> Unit)? = null,
) {
    private val pull = UnderWay()

    suspend fun next(): A? = pull.during { updates.next() }

    suspend fun underWay() = pull.begun()

    fun stop() = updates.stop()

    fun showOlder(count: UShort) {
        val show = checkNotNull(showOlder) { "it has nothing older" }
        updates.show(count)
    }

    fun close() = updates.close()
}

/** A list that is folded from changes. */
internal class ListSubscription<A, T : Any>(
    override val phone: Phone,
    private val pulled: Pulled<*, A>,
    private val changes: (A) -> List<ListChange<T>>,
    private val listed: suspend (size: Int) -> List<T>,
) : Subscription {
    private var list: List<T>? = null

    /** Whether the next answer is the first one, or the first one after an error. */
    private var begins = true

    override suspend fun pull(): Boolean {
        val answer = try {
            pulled.next() ?: return false
        } catch (error: Exception) {
            begins = true
            throw error
        }
        val changes = changes(answer)
        val before = list.orEmpty()
        val after = before.toMutableList()
        for (change in changes) change.applyTo(after)
        val resets = changes.count { it is ListChange.Reset }
        assertTrue(
            if (begins) resets == 1 && changes.size == 1 else resets == 0,
            "of ${changes.size} changes $resets are resets, begins: $begins",
        )
        assertTrue(
            begins || changes.size <= before.size + after.size,
            "${changes.size} changes from ${before.size} to ${after.size} items",
        )
        begins = false
        list = after
        return true
    }

    override fun state(): JsonElement? = list?.let(::view)

    override suspend fun disagreement(): String? {
        val folded = list ?: return "nothing came yet"
        val listed = listed(folded.size)
        return if (folded == listed) null else "${view(folded)} is not ${view(listed)}"
    }

    override suspend fun underWay() = pulled.underWay()

    override fun showOlder(count: UShort) = pulled.showOlder(count)

    override fun stop() = pulled.stop()

    override fun release() = pulled.close()
}

/** A value that is told anew after each change. */
internal class ValueSubscription<T : Any>(
    override val phone: Phone,
    private val pulled: Pulled<*, T>,
    private val current: suspend () -> T,
) : Subscription {
    private var value: T? = null

    override suspend fun pull(): Boolean {
        value = pulled.next() ?: return false
        return true
    }

    override fun state(): JsonElement? = value?.let(::view)

    override suspend fun disagreement(): String? {
        val current = current()
        return if (value == current) null else "${view(value)} is not ${view(current)}"
    }

    override suspend fun underWay() = pulled.underWay()

    override fun showOlder(count: UShort) = pulled.showOlder(count)

    override fun stop() = pulled.stop()

    override fun release() = pulled.close()
}
