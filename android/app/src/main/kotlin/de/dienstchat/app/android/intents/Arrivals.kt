package de.dienstchat.app.android.intents

import android.content.Intent

/** What another app, or the system, sent to the activity. */
sealed interface Arrival {
    /** A link to a duty's chat, or what claims to be one: the core says. */
    data class Link(val link: String) : Arrival {
        override fun toString(): String = "Link(…)"
    }

    /** Where the browser was sent to after a sign-in, or what claims so: the core says. */
    data class Callback(val url: String) : Arrival {
        override fun toString(): String = "Callback(…)"
    }
}

/**
 * Reads intents. Any app may send any: only what is to be viewed counts, and only its address. Extras
 * are never looked at, since unpacking a stranger's can fail and hold anything.
 *
 * @param redirectScheme The app's own scheme, to which the browser is sent after a sign-in.
 */
class Arrivals(private val redirectScheme: String) {
    /** What this intent brings; null when that is nothing. */
    fun of(intent: Intent?): Arrival? {
        if (intent?.action != Intent.ACTION_VIEW) return null
        // An old intent comes again when the app is opened from the list of recent ones.
        if (intent.flags and Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY != 0) return null
        val address = intent.dataString?.take(LONGEST) ?: return null
        return when (address.substringBefore(':', missingDelimiterValue = "").lowercase()) {
            redirectScheme -> Arrival.Callback(address)
            "https", "dienstchat" -> Arrival.Link(address)
            else -> null
        }
    }

    private companion object {
        // Longer than any that is one, so that it is still refused; short enough to be kept with the activity.
        const val LONGEST = 4_097
    }
}
