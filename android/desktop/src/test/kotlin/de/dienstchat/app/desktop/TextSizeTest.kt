package de.dienstchat.app.desktop

import androidx.compose.ui.input.key.Key
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

class TextSizeTest {
    private fun TextSize.pressed(keys: List<Key>) = keys.fold(this) { size, key -> size.after(key)!! }

    @Test
    fun keysChangeItUpToTwiceAsLarge() {
        assertEquals(150, TextSize().pressed(listOf(Key.Plus, Key.NumPadAdd)).percent)
        assertEquals(200, TextSize().pressed(List(10) { Key.Equals }).percent)
        assertEquals(2f, TextSize(200).factor)
        assertEquals(100, TextSize(125).pressed(listOf(Key.Minus, Key.NumPadSubtract)).percent)
        assertEquals(100, TextSize(200).pressed(listOf(Key.Zero)).percent)
        assertNull(TextSize().after(Key.A))
    }

    @Test
    fun itIsKeptForTheNextStart() {
        assertEquals(TextSize(175), TextSize.of(TextSize(175).values()))
        for (nonsense in listOf(emptyMap(), mapOf("text" to ""), mapOf("text" to "-5"), mapOf("text" to "large"))) {
            assertEquals(TextSize(), TextSize.of(nonsense))
        }
        assertEquals(TextSize(200), TextSize.of(mapOf("text" to "100000")))
    }
}
