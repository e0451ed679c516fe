package de.dienstchat.app.theme

import androidx.compose.material3.ColorScheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.ui.graphics.Color

// Petrol for what one can do, sand for what needs attention, stone for everything else. Organisations
// have colours of their own, mostly reds; none of them is the app's. Which pairs are used, and that
// each of them can be read, is in ColoursTest.

/** The colours by day. */
val LightColours: ColorScheme = lightColorScheme(
    primary = Color(0xFF1D5C69),
    onPrimary = Color(0xFFFFFFFF),
    primaryContainer = Color(0xFFD2E8EC),
    onPrimaryContainer = Color(0xFF0B3741),
    inversePrimary = Color(0xFF8DCFDB),
    secondary = Color(0xFF4A5D64),
    onSecondary = Color(0xFFFFFFFF),
    secondaryContainer = Color(0xFFDCE6E9),
    onSecondaryContainer = Color(0xFF1E3037),
    tertiary = Color(0xFF74500A),
    onTertiary = Color(0xFFFFFFFF),
    tertiaryContainer = Color(0xFFFAE4BC),
    onTertiaryContainer = Color(0xFF3D2900),
    error = Color(0xFF93391B),
    onError = Color(0xFFFFFFFF),
    errorContainer = Color(0xFFFFDFD3),
    onErrorContainer = Color(0xFF4C1806),
    background = Color(0xFFF7F9F9),
    onBackground = Color(0xFF172022),
    surface = Color(0xFFF7F9F9),
    onSurface = Color(0xFF172022),
    surfaceVariant = Color(0xFFE2E9EB),
    onSurfaceVariant = Color(0xFF435055),
    surfaceTint = Color(0xFF1D5C69),
    inverseSurface = Color(0xFF2B3538),
    inverseOnSurface = Color(0xFFEEF3F4),
    outline = Color(0xFF6A777C),
    outlineVariant = Color(0xFFC4CED1),
    scrim = Color(0xFF000000),
    surfaceBright = Color(0xFFF7F9F9),
    surfaceDim = Color(0xFFD8DFE1),
    surfaceContainerLowest = Color(0xFFFFFFFF),
    surfaceContainerLow = Color(0xFFF1F5F5),
    surfaceContainer = Color(0xFFEBF0F1),
    surfaceContainerHigh = Color(0xFFE5EBEC),
    surfaceContainerHighest = Color(0xFFDFE6E8),
)

/** The colours by night. */
val DarkColours: ColorScheme = darkColorScheme(
    primary = Color(0xFF8DCFDB),
    onPrimary = Color(0xFF00363F),
    primaryContainer = Color(0xFF1A4B55),
    onPrimaryContainer = Color(0xFFCBECF2),
    inversePrimary = Color(0xFF1D5C69),
    secondary = Color(0xFFB4C7CD),
    onSecondary = Color(0xFF1F3238),
    secondaryContainer = Color(0xFF33464C),
    onSecondaryContainer = Color(0xFFDCE8EB),
    tertiary = Color(0xFFEBC27A),
    onTertiary = Color(0xFF402C00),
    tertiaryContainer = Color(0xFF55400F),
    onTertiaryContainer = Color(0xFFFBE5BE),
    error = Color(0xFFFFB59C),
    onError = Color(0xFF561F0B),
    errorContainer = Color(0xFF6E2F18),
    onErrorContainer = Color(0xFFFFDFD3),
    background = Color(0xFF10171A),
    onBackground = Color(0xFFE0E7E9),
    surface = Color(0xFF10171A),
    onSurface = Color(0xFFE0E7E9),
    surfaceVariant = Color(0xFF3A464A),
    onSurfaceVariant = Color(0xFFC0CBCF),
    surfaceTint = Color(0xFF8DCFDB),
    inverseSurface = Color(0xFFE0E7E9),
    inverseOnSurface = Color(0xFF2B3538),
    outline = Color(0xFF89969B),
    outlineVariant = Color(0xFF3A464A),
    scrim = Color(0xFF000000),
    surfaceBright = Color(0xFF354044),
    surfaceDim = Color(0xFF10171A),
    surfaceContainerLowest = Color(0xFF0A1113),
    surfaceContainerLow = Color(0xFF172023),
    surfaceContainer = Color(0xFF1C2528),
    surfaceContainerHigh = Color(0xFF263033),
    surfaceContainerHighest = Color(0xFF303B3E),
)
