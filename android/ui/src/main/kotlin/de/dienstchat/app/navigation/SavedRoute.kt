package de.dienstchat.app.navigation

import java.net.URLDecoder
import java.net.URLEncoder

// More than any place has; what is longer does not come from here.
private const val LONGEST_TEXT = 16_384

/** A place as one text: its name and what belongs to it, in order. */
internal fun Route.saved(): String = when (this) {
    Route.Duties -> parts("duties")
    Route.Organisations -> parts("organisations")
    is Route.SignIn -> parts("sign-in", ov, name)
    is Route.SignInAgain -> parts("sign-in-again", account)
    is Route.Chat -> parts("chat", account, dutyId)
    is Route.Details -> parts("details", account, dutyId)
    is Route.Link -> parts("link", link)
    is Route.SealedAccount -> parts("sealed", account)
    Route.Settings -> parts("settings")
    is Route.SignOut -> parts("sign-out", account)
    Route.Privacy -> parts("privacy")
    Route.Licences -> parts("licences")
}

/** The place that was saved as this text; nothing when it is none. */
internal fun restoredRoute(text: String): Route? {
    val parts = text.takeIf { it.length <= LONGEST_TEXT }?.split('/')?.map { decoded(it) ?: return null }
    return when (parts?.size) {
        1 -> when (parts[0]) {
            "duties" -> Route.Duties
            "organisations" -> Route.Organisations
            "settings" -> Route.Settings
            "privacy" -> Route.Privacy
            "licences" -> Route.Licences
            else -> null
        }
        2 -> when (parts[0]) {
            "sign-in" -> Route.SignIn(parts[1], null)
            "sign-in-again" -> Route.SignInAgain(parts[1])
            "link" -> Route.Link(parts[1])
            "sealed" -> Route.SealedAccount(parts[1])
            "sign-out" -> Route.SignOut(parts[1])
            else -> null
        }
        3 -> when (parts[0]) {
            "sign-in" -> Route.SignIn(parts[1], parts[2])
            "chat" -> Route.Chat(parts[1], parts[2])
            "details" -> Route.Details(parts[1], parts[2])
            else -> null
        }
        else -> null
    }
}

private fun parts(vararg parts: String?): String =
    parts.filterNotNull().joinToString("/") { URLEncoder.encode(it, "UTF-8") }

private fun decoded(part: String): String? = try {
    URLDecoder.decode(part, "UTF-8")
} catch (_: IllegalArgumentException) {
    null
}
