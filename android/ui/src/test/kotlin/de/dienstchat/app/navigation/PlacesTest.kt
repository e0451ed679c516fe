package de.dienstchat.app.navigation

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

class PlacesTest {
    private val places = Places()

    @Test
    fun whatWasLeftIsThereAgain() {
        places["one"] = "1"
        places["two"] = "2"
        places["one"] = "3"
        val again = Places().apply { restore(places.saved()) }
        assertEquals("3", again["one"])
        assertEquals("2", again["two"])
        assertNull(again["three"])
    }

    @Test
    fun aPlaceCanBeTakenBack() {
        places["one"] = "1"
        places["one"] = null
        assertEquals(emptyList(), places.saved())
    }

    @Test
    fun theOldestGo() {
        repeat(200) { places["place $it"] = "$it" }
        assertNull(places["place 99"])
        assertEquals("199", places["place 199"])
        assertEquals(200, places.saved().size)
    }

    @Test
    fun halfAPlaceIsNone() {
        places.restore(listOf("one", "1", "two"))
        assertEquals(listOf("one", "1"), places.saved())
    }
}
