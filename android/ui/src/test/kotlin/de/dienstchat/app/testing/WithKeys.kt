package de.dienstchat.app.testing

import androidx.compose.foundation.layout.Box
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import de.dienstchat.app.components.KeyScrolling
import de.dienstchat.app.components.LocalKeyScrolling
import de.dienstchat.app.components.scrolledByKeys

/** A screen as it stands in the app, where keys scroll it. */
@Composable
fun WithKeys(screen: @Composable () -> Unit) {
    val scrolling = remember { KeyScrolling() }
    Box(Modifier.scrolledByKeys(scrolling)) {
        CompositionLocalProvider(LocalKeyScrolling provides scrolling, content = screen)
    }
}
