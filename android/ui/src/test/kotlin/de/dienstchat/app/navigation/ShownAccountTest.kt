package de.dienstchat.app.navigation

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

class ShownAccountTest {
    private val places = Places()
    private val shown = ShownAccount(places)

    @Test
    fun allAreShownUntilOneIsChosen() {
        assertNull(shown.account.value)
        shown.choose("one")
        assertEquals("one", shown.account.value)
        shown.choose(null)
        assertNull(shown.account.value)
        assertEquals(emptyList(), places.saved())
    }

    @Test
    fun whatIsChosenOutlivesTheProcess() {
        shown.choose("one")
        val again = Places().apply { restore(places.saved()) }
        assertEquals("one", ShownAccount(again).account.value)
    }
}
