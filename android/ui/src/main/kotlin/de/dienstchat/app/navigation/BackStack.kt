package de.dienstchat.app.navigation

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update

/** A place on the way, told apart from another visit of the same place by its [id]. */
data class Entry(val id: Int, val route: Route)

/**
 * The way that the person took, the present place last. It is never empty, the same place does not
 * follow itself, and of a long way the middle is forgotten.
 *
 * A chat is on it once: it has one draft, which two screens of it would send twice. Who comes to it again is led
 * back to it, with what was typed there.
 */
class BackStack(start: Route) : Navigator {
    private var lastId = 0
    private val way = MutableStateFlow(listOf(Entry(lastId, start)))

    /** All places, the present one last. */
    val entries: StateFlow<List<Entry>> = way.asStateFlow()

    /** Where the person is. */
    val top: Route get() = way.value.last().route

    /** Whether [back] leads anywhere. */
    val canGoBack: Boolean get() = way.value.size > 1

    override fun open(route: Route) = way.update { it.with(route) }

    override fun replace(route: Route) = way.update { it.dropLast(1).with(route) }

    // Who is there already stays there, with what is on the screen.
    override fun startAt(route: Route) = way.update { entries ->
        entries.take(1).takeIf { it.single().route == route } ?: emptyList<Entry>().with(route)
    }

    override fun back() = way.update { if (it.size > 1) it.dropLast(1) else it }

    /**
     * Leads on from [entry], also when the person is further on by now or has left: then "back" takes
     * it out of the way, "replace" changes it there, and "open" leads nowhere.
     */
    fun from(entry: Entry): Navigator = object : Navigator {
        private val isThere get() = entry in way.value

        override fun open(route: Route) {
            if (way.value.last() == entry) this@BackStack.open(route)
        }

        override fun replace(route: Route) = way.update { entries ->
            val at = entries.indexOf(entry)
            val rest = entries.drop(at + 1)
            when {
                at < 0 -> entries
                route is Route.Chat && rest.any { it.route == route } -> entries.take(at).joined(rest)
                else -> entries.take(at).with(route).joined(rest)
            }
        }

        override fun startAt(route: Route) {
            if (isThere) this@BackStack.startAt(route)
        }

        override fun back() = way.update { entries ->
            val at = entries.indexOf(entry)
            if (at < 0 || entries.size == 1) entries else entries.take(at).joined(entries.drop(at + 1))
        }
    }

    /** Goes to [route], and forgets all places on the way that it makes obsolete. */
    fun openInsteadOf(route: Route, obsolete: (Route) -> Boolean) =
        way.update { entries -> entries.filterNot { obsolete(it.route) }.with(route) }

    /** The way as texts, for [restored]. */
    fun saved(): List<String> = way.value.map { it.route.saved() }

    private fun List<Entry>.with(route: Route): List<Entry> {
        if (lastOrNull()?.route == route) return this
        val before = if (route is Route.Chat) indexOfFirst { it.route == route } else -1
        if (before >= 0) return take(before + 1)
        lastId += 1
        val entries = this + Entry(lastId, route)
        return if (entries.size <= LONGEST) entries else entries.take(1) + entries.takeLast(LONGEST - 1)
    }

    private fun List<Entry>.joined(rest: List<Entry>): List<Entry> =
        if (isNotEmpty() && lastOrNull()?.route == rest.firstOrNull()?.route) this + rest.drop(1) else this + rest

    companion object {
        /** How many places are remembered. */
        const val LONGEST: Int = 32

        /** The way that was [saved]; nothing when it cannot be read, or nothing of it is [known]. */
        fun restored(saved: List<String>, known: (Route) -> Boolean): BackStack? {
            val routes = saved.map { restoredRoute(it) ?: return null }.filter(known)
            val first = routes.firstOrNull() ?: return null
            return BackStack(first).apply { routes.drop(1).forEach(::open) }
        }
    }
}
