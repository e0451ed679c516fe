package de.dienstchat.app.pictures

import java.awt.image.BufferedImage
import kotlin.math.abs

// Another processor smooths edges a little differently, and files are rounded. A letter that has moved
// is far above both: it changes dozens of pixels by most of what there is.
private const val CHANNEL_TOLERANCE = 16 + SMALL_PNG_ERROR
private const val SHARE_TOLERANCE = 0.0001

/** What differs between two pictures of the same size. */
class Comparison(private val expected: BufferedImage, private val actual: BufferedImage) {
    private val sameSize = expected.width == actual.width && expected.height == actual.height

    /** How many pixels differ by more than smoothing does. */
    val differing: Int = if (sameSize) count() else expected.width * expected.height

    /** Whether a person would call them the same. */
    val same: Boolean = sameSize && differing <= SHARE_TOLERANCE * expected.width * expected.height

    /** What is the same in grey, what differs in red. */
    fun difference(): BufferedImage {
        val shown = BufferedImage(actual.width, actual.height, BufferedImage.TYPE_INT_RGB)
        for (y in 0 until shown.height) {
            for (x in 0 until shown.width) {
                val differs = !sameSize || differs(x, y)
                shown.setRGB(x, y, if (differs) 0xD00000 else faint(actual.getRGB(x, y)))
            }
        }
        return shown
    }

    private fun count() = (0 until expected.height).sumOf { y -> (0 until expected.width).count { x -> differs(x, y) } }

    private fun differs(x: Int, y: Int): Boolean {
        val one = expected.getRGB(x, y)
        val other = actual.getRGB(x, y)
        return CHANNELS.any { abs((one shr it and 0xFF) - (other shr it and 0xFF)) > CHANNEL_TOLERANCE }
    }

    private fun faint(rgb: Int): Int {
        val grey = 0xC0 + CHANNELS.sumOf { rgb shr it and 0xFF } / 3 / 4
        return CHANNELS.fold(0) { all, channel -> all or (grey shl channel) }
    }

    private companion object {
        val CHANNELS = listOf(0, 8, 16)
    }
}
