package de.dienstchat.app.navigation

/**
 * Where screens were left, as short texts by name: what scrolled where. It outlives the process
 * together with the way; nothing secret belongs here.
 */
class Places {
    private val texts = LinkedHashMap<String, String>()

    /** What was left under this name. */
    operator fun get(name: String): String? = texts[name]

    /** Leaves it, or nothing; the oldest go when there are too many. */
    operator fun set(name: String, place: String?) {
        texts.remove(name)
        if (place != null) texts[name] = place
        while (texts.size > MOST) texts.remove(texts.keys.first())
    }

    /** All of it as texts, for [restore]. */
    fun saved(): List<String> = texts.flatMap { (name, place) -> listOf(name, place) }

    /** Takes what was [saved]. */
    fun restore(saved: List<String>) = saved.chunked(2).filter { it.size == 2 }.forEach { (name, place) ->
        this[name] = place
    }

    private companion object {
        const val MOST = 100
    }
}
