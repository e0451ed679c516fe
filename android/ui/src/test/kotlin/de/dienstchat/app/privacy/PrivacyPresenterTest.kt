package de.dienstchat.app.privacy

import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.Way
import kotlin.test.Test
import kotlin.test.assertEquals

class PrivacyPresenterTest {
    @Test
    fun itCanBeLeft() {
        val way = Way(Route.Settings, Route.Privacy)
        PrivacyPresenter(way.navigator).on(PrivacyEvent.Back)
        assertEquals(listOf<Route>(Route.Settings), way.routes)
    }
}
