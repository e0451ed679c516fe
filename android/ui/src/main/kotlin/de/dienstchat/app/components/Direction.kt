package de.dienstchat.app.components

import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.style.TextDirection

/** For what people write: from right to left where its letters are, whatever the app's own language. */
fun TextStyle.byContent(): TextStyle = copy(textDirection = TextDirection.Content)
