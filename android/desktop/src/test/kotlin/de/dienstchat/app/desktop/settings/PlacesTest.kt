package de.dienstchat.app.desktop.settings

import java.nio.file.Path
import kotlin.test.Test
import kotlin.test.assertEquals

class PlacesTest {
    private fun places(system: String, home: String, vararg environment: Pair<String, String>) =
        Places(system, home, environment.toMap()::get)

    @Test
    fun linuxHasTheFoldersOfXdg() {
        val set = places("Linux", "/home/anna", "XDG_CONFIG_HOME" to "/c", "XDG_DATA_HOME" to "/d")
        assertEquals(Path.of("/c/dienstchat/config.toml"), set.config)
        assertEquals(Path.of("/d/dienstchat/desktop"), set.data)
        val unset = places("Linux", "/home/anna")
        assertEquals(Path.of("/home/anna/.config/dienstchat/config.toml"), unset.config)
        assertEquals(Path.of("/home/anna/.local/share/dienstchat/desktop"), unset.data)
    }

    @Test
    fun aRelativeVariableIsIgnored() {
        val relative = places("Linux", "/home/anna", "XDG_DATA_HOME" to "d", "XDG_CONFIG_HOME" to "")
        assertEquals(Path.of("/home/anna/.local/share/dienstchat/desktop"), relative.data)
        assertEquals(Path.of("/home/anna/.config/dienstchat/config.toml"), relative.config)
    }

    @Test
    fun macosHasItsOwn() {
        val mac = places("Mac OS X", "/Users/anna", "XDG_DATA_HOME" to "/d")
        assertEquals(Path.of("/Users/anna/Library/Application Support/dienstchat/desktop"), mac.data)
    }
}
