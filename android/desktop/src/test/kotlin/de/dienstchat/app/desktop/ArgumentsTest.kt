package de.dienstchat.app.desktop

import de.dienstchat.app.desktop.secrets.SecretsKind
import java.nio.file.Path
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull

class ArgumentsTest {
    private fun parse(vararg words: String) = Arguments.parse(words.toList())

    @Test
    fun everythingMayBeLeftOut() {
        val none = parse()
        assertNull(none.config)
        assertNull(none.dataDir)
        assertNull(none.secrets)
        assertNull(none.link)
    }

    @Test
    fun optionsAndALinkAreTaken() {
        val all = parse("--config", "/c.toml", "dienstchat://duty/xyz/1", "--data-dir", "/d", "--secrets", "file")
        assertEquals(Path.of("/c.toml"), all.config)
        assertEquals(Path.of("/d"), all.dataDir)
        assertEquals(SecretsKind.FILE, all.secrets)
        assertEquals("dienstchat://duty/xyz/1", all.link)
    }

    @Test
    fun whatAnotherAppHandsOverAsALinkIsALinkWhateverItSays() {
        assertEquals("kein Link \u202e\u0007", parse("kein Link \u202e\u0007").link)
    }

    @Test
    fun theRestIsNotUnderstood() {
        val wrong = listOf(
            listOf("--secrets", "cloud"),
            listOf("--config"),
            listOf("--config", "a\u0000b"),
            listOf("--frobnicate"),
            listOf("one", "two"),
        )
        for (words in wrong) assertFailsWith<CannotStart.Usage>("$words") { Arguments.parse(words) }
    }
}
