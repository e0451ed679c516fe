package de.dienstchat.app.licences

import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.Way
import kotlin.test.Test
import kotlin.test.assertContains
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
    fun theTextOfOneIsReadElsewhereAndShown() = runTest {
        val presenter = LicencesPresenter(way.navigator, backgroundScope, StandardTestDispatcher(testScheduler))
        runCurrent()
        val components = checkNotNull(presenter.states.value.components)
        val (first, second) = components.filter { it.name in listOf("aes", "tokio") }
        presenter.on(LicencesEvent.Toggle(first))
        assertEquals(Expanded(first), presenter.states.value.expanded)
        runCurrent()
        assertEquals("Apache License", presenter.states.value.expanded?.paragraphs?.first())
        presenter.on(LicencesEvent.Toggle(second))
        assertEquals(Expanded(second), presenter.states.value.expanded)
        runCurrent()
        assertContains(assertNotNull(presenter.states.value.expanded?.paragraphs), "Copyright (c) Tokio Contributors")
        presenter.on(LicencesEvent.Toggle(second))
        assertEquals(null, presenter.states.value.expanded)
    }

    @Test
    fun whatIsReadTooLateIsNotShown() = runTest {
        val presenter = LicencesPresenter(way.navigator, backgroundScope, StandardTestDispatcher(testScheduler))
        runCurrent()
        val (first, second) = checkNotNull(presenter.states.value.components)
        presenter.on(LicencesEvent.Toggle(first))
        presenter.on(LicencesEvent.Toggle(first))
        runCurrent()
        assertEquals(null, presenter.states.value.expanded)
        presenter.on(LicencesEvent.Toggle(first))
        presenter.on(LicencesEvent.Toggle(second))
        runCurrent()
        assertEquals(second, presenter.states.value.expanded?.component)
        assertEquals(paragraphs(second), presenter.states.value.expanded?.paragraphs)
    }

    @Test
    fun itCanBeLeft() = runTest {
        LicencesPresenter(way.navigator, backgroundScope).on(LicencesEvent.Back)
        assertEquals(listOf<Route>(Route.Settings), way.routes)
    }
}
