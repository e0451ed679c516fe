package de.dienstchat.app.theme

import androidx.compose.material3.ColorScheme
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.luminance
import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class ColoursTest {
    @Test
    fun everyPairCanBeReadByDay() = assertReadable(LightColours)

    @Test
    fun everyPairCanBeReadByNight() = assertReadable(DarkColours)

    /** What is drawn to tell parts apart, not to be read. */
    @Test
    fun framesCanBeSeen() {
        for (colours in listOf(LightColours, DarkColours)) {
            for (surface in colours.surfaces()) assertTrue(contrast(colours.outline, surface.second) >= 3)
        }
    }

    @Test
    fun theMeasureIsTheOneOfTheGuidelines() {
        assertEquals(21.0, contrast(Color.Black, Color.White), absoluteTolerance = 0.001)
        assertEquals(4.54, contrast(Color(0xFF767676), Color.White), absoluteTolerance = 0.01)
    }

    /** So the pairs here are all there are: colours have no other source, and none is made paler. */
    @Test
    fun colourIsTakenFromTheThemeOnly() {
        val own = File("src/main/kotlin").walk().filter { it.extension == "kt" && it.parentFile.name != "theme" }
        val made = Regex("""Color\(0x|Color\.(?!Transparent|Unspecified)[A-Z]|\.copy\(alpha|\.alpha\(""")
        assertEquals(emptyList(), own.filter { made.containsMatchIn(it.readText()) }.map { it.name }.toList())
    }

    private fun assertReadable(colours: ColorScheme) {
        val pale = pairs(colours).filter { (_, pair) -> contrast(pair.first, pair.second) < 4.5 }
        assertEquals(emptyMap(), pale.mapValues { (_, pair) -> contrast(pair.first, pair.second) })
    }

    private fun ColorScheme.surfaces() = listOf(
        "surface" to surface,
        "surfaceContainerLowest" to surfaceContainerLowest,
        "surfaceContainerLow" to surfaceContainerLow,
        "surfaceContainer" to surfaceContainer,
        "surfaceContainerHigh" to surfaceContainerHigh,
        "surfaceContainerHighest" to surfaceContainerHighest,
    )

    private fun pairs(colours: ColorScheme): Map<String, Pair<Color, Color>> = with(colours) {
        val ink = listOf(
            "onSurface" to onSurface,
            "onSurfaceVariant" to onSurfaceVariant,
            "onBackground" to onBackground,
            "primary" to primary,
            "secondary" to secondary,
            "tertiary" to tertiary,
            "error" to error,
        )
        val onSurfaces = ink.flatMap { (name, colour) ->
            (surfaces() + ("surfaceVariant" to surfaceVariant) + ("background" to background)).map { (below, surface) ->
                "$name on $below" to (colour to surface)
            }
        }
        onSurfaces.toMap() + mapOf(
            "onPrimary" to (onPrimary to primary),
            "onPrimaryContainer" to (onPrimaryContainer to primaryContainer),
            "onSecondary" to (onSecondary to secondary),
            "onSecondaryContainer" to (onSecondaryContainer to secondaryContainer),
            "onTertiary" to (onTertiary to tertiary),
            "onTertiaryContainer" to (onTertiaryContainer to tertiaryContainer),
            "onError" to (onError to error),
            "onErrorContainer" to (onErrorContainer to errorContainer),
            "inverseOnSurface" to (inverseOnSurface to inverseSurface),
            "inversePrimary" to (inversePrimary to inverseSurface),
        )
    }

    /** By the Web Content Accessibility Guidelines 2.2: "contrast ratio". */
    private fun contrast(one: Color, other: Color): Double {
        val (dark, light) = listOf(one.luminance(), other.luminance()).sorted()
        return (light + 0.05) / (dark + 0.05)
    }
}
