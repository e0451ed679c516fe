package de.dienstchat.app.components

import androidx.compose.runtime.Composable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics

/**
 * Whether a field's name is to be said beside its text. At a desk screen readers take it from nowhere
 * else; on Android it would be said in place of what is typed.
 */
val LocalFieldsSayTheirName = staticCompositionLocalOf { false }

/** For a field that has this label. */
@Composable
internal fun Modifier.fieldNamed(label: String): Modifier =
    if (LocalFieldsSayTheirName.current) semantics { contentDescription = label } else this
