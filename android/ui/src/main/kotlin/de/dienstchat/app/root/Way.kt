package de.dienstchat.app.root

import androidx.compose.animation.AnimatedContent
import androidx.compose.animation.EnterTransition
import androidx.compose.animation.ExitTransition
import androidx.compose.animation.core.tween
import androidx.compose.animation.core.updateTransition
import androidx.compose.animation.fadeIn
import androidx.compose.animation.fadeOut
import androidx.compose.animation.togetherWith
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.derivedStateOf
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.graphicsLayer
import androidx.compose.ui.semantics.clearAndSetSemantics
import de.dienstchat.app.navigation.Entry
import de.dienstchat.app.theme.LocalReducedMotion

private const val APPEAR_MILLIS = 180
private const val VANISH_MILLIS = 120

/** How far a screen gives way while a gesture leads back. */
private const val GIVES_WAY = 0.35f

/**
 * The last of the [screens]; while a gesture leads back, the one before it shows through. What a screen
 * remembers by itself, as where a list is, is [kept] for as long as its place is among the [entries].
 */
@Composable
internal fun Way(
    entries: List<Entry>,
    screens: List<OpenScreen>,
    kept: KeptScreens,
    backProgress: () -> Float,
    sendsByEnter: Boolean,
) {
    val going by remember(backProgress) { derivedStateOf { backProgress() > 0f } }
    val motion = if (LocalReducedMotion.current) cut else fade
    val change = updateTransition(screens.last())
    // What vanishes may be what lies below, and nothing can be seen twice.
    val settled = change.currentState == change.targetState
    val below = screens.dropLast(1).lastOrNull()

    @Composable
    fun Shown(screen: OpenScreen) = kept.Of(screen.entry, entries) { ScreenView(screen, sendsByEnter) }

    LaunchedEffect(entries, settled) { if (settled) kept.retain(entries) }
    Box(Modifier.fillMaxSize()) {
        if (going && settled && below != null) {
            // It cannot be read out yet, and what is above it takes all touches.
            Box(Modifier.clearAndSetSemantics {}) { Shown(below) }
        }
        change.AnimatedContent(
            Modifier.fillMaxSize().graphicsLayer { if (below != null) alpha = 1f - backProgress() * GIVES_WAY },
            transitionSpec = { motion },
            contentKey = { it.entry.id },
        ) { Shown(it) }
    }
}

private val cut = EnterTransition.None togetherWith ExitTransition.None

private val fade = fadeIn(tween(APPEAR_MILLIS)) togetherWith fadeOut(tween(VANISH_MILLIS))
