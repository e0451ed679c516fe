package de.dienstchat.app.desktop

import androidx.compose.foundation.LocalScrollbarStyle
import androidx.compose.foundation.ScrollState
import androidx.compose.foundation.VerticalScrollbar
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.rememberScrollbarAdapter
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import de.dienstchat.app.components.Scrollbars

/** Those of Compose, in the theme's colours; nothing is to be seen of one while all fits. */
internal object DesktopScrollbars : Scrollbars {
    @Composable
    override fun Of(list: LazyListState, reversed: Boolean, modifier: Modifier) {
        VerticalScrollbar(rememberScrollbarAdapter(list), modifier, reverseLayout = reversed, style = style())
    }

    @Composable
    override fun Of(column: ScrollState, modifier: Modifier) {
        VerticalScrollbar(rememberScrollbarAdapter(column), modifier, style = style())
    }

    @Composable
    private fun style() = MaterialTheme.colorScheme.onSurface.let { colour ->
        LocalScrollbarStyle.current.copy(
            unhoverColor = colour.copy(alpha = RESTING),
            hoverColor = colour.copy(alpha = HELD),
        )
    }

    private const val RESTING = 0.25f
    private const val HELD = 0.6f
}
