package de.dienstchat.app.desktop

import androidx.compose.ui.input.key.Key

/** How large text is at a desk, where the system does not say: a percentage, changed by keys, kept for the next start. */
internal data class TextSize(val percent: Int = LEAST) {
    /** As a factor of what the screens are drawn for. */
    val factor: Float get() = percent / 100f

    /** What it is after this key was pressed together with Ctrl; nothing for a key that is not for it. */
    fun after(key: Key): TextSize? = when (key) {
        Key.Plus, Key.Equals, Key.NumPadAdd -> TextSize((percent + STEP).coerceAtMost(MOST))
        Key.Minus, Key.NumPadSubtract -> TextSize((percent - STEP).coerceAtLeast(LEAST))
        Key.Zero, Key.NumPad0 -> TextSize()
        else -> null
    }

    fun values(): Map<String, String> = mapOf("text" to "$percent")

    companion object {
        private const val LEAST = 100
        private const val STEP = 25

        /** The screens are made for twice the size. */
        private const val MOST = 200

        /** What these values say; what they do not say sensibly is as at the first start. */
        fun of(values: Map<String, String>): TextSize =
            TextSize(values["text"]?.toIntOrNull()?.coerceIn(LEAST, MOST) ?: LEAST)
    }
}
