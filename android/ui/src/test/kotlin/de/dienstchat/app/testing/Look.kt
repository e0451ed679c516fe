package de.dienstchat.app.testing

import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.Font
import java.time.Clock
import java.time.Instant
import java.time.ZoneId

/** When tests take place: a Thursday, noon in Berlin. */
val NOON: Instant = Instant.parse("2026-11-26T11:00:00Z")

/** A clock that stands at [NOON] in Berlin. */
val NOON_CLOCK: Clock = Clock.fixed(NOON, ZoneId.of("Europe/Berlin"))

/** The same on every machine, whatever fonts it has. */
val ROBOTO = FontFamily(
    roboto("Regular", FontWeight.Normal),
    roboto("Medium", FontWeight.Medium),
    roboto("Bold", FontWeight.Bold),
)

// They come with Robolectric, which has Android's.
private fun roboto(cut: String, weight: FontWeight) = Font(
    identity = "Roboto-$cut",
    data = checkNotNull(ClassLoader.getSystemResourceAsStream("fonts/Roboto-$cut.ttf")).use { it.readBytes() },
    weight = weight,
)
