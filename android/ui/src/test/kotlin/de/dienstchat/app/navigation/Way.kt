package de.dienstchat.app.navigation

/** A way on which a test has put a screen: what leads on from it is [navigator]. */
class Way(vararg routes: Route) {
    private val stack = BackStack(routes.first()).apply { routes.drop(1).forEach(::open) }

    /** For the presenter of the last place. */
    val navigator: Navigator = stack.from(stack.entries.value.last())

    /** Where the person is and came from. */
    val routes: List<Route> get() = stack.entries.value.map { it.route }

    /** Where the person is. */
    val top: Route get() = stack.top

    /** The person goes on by themselves. */
    fun open(route: Route) = stack.open(route)
}
