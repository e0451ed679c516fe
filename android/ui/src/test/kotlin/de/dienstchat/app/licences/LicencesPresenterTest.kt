package de.dienstchat.app.licences

import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.Way
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class LicencesPresenterTest {
    private val way = Way(Route.Settings, Route.Licences)

    @Test
    fun theListIsReadElsewhere() = runTest {
        val presenter = LicencesPresenter(way.navigator, backgroundScope, StandardTestDispatcher(testScheduler))
        assertEquals(null, presenter.states.value.components)
        runCurrent()
        val components = assertNotNull(presenter.states.value.components)
        assertEquals("MIT OR Apache-2.0", components.single { it.name == "aes" }.licence)
    }

    @Test
    fun itCanBeLeft() = runTest {
        LicencesPresenter(way.navigator, backgroundScope).on(LicencesEvent.Back)
        assertEquals(listOf<Route>(Route.Settings), way.routes)
    }
}
