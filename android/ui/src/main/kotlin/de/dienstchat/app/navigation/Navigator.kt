package de.dienstchat.app.navigation

/** How a presenter leads elsewhere. */
interface Navigator {
    /** Goes there; "back" comes back here. */
    fun open(route: Route)

    /** Goes there instead of here. */
    fun replace(route: Route)

    /** Goes there, and nothing is behind it. */
    fun startAt(route: Route)

    /** Back to where the person came from. */
    fun back()
}
