package de.dienstchat.app.pictures

import java.awt.image.BufferedImage
import java.awt.image.IndexColorModel
import java.io.ByteArrayOutputStream
import javax.imageio.IIOImage
import javax.imageio.ImageIO
import javax.imageio.ImageWriteParam

private const val EXACT_COLOURS = 16
private const val STEP = 32

/** Half a step, the most by which a small picture differs from what was drawn. */
internal const val SMALL_PNG_ERROR = STEP / 2

/**
 * This picture as a PNG of less than half the size: areas keep their colours, the many colours of smoothed edges
 * are rounded.
 */
internal fun smallPng(picture: BufferedImage): ByteArray {
    val pixels = picture.getRGB(0, 0, picture.width, picture.height, null, 0, picture.width)
    val byFrequency = pixels.toList().groupingBy { it }.eachCount().entries.sortedByDescending { it.value }
    val exact = byFrequency.take(EXACT_COLOURS).map { it.key }.toSet()
    val kept = byFrequency.associate { (colour, _) -> colour to if (colour in exact) colour else rounded(colour) }
    val palette = kept.values.distinct()
    check(palette.size <= 256) { "${palette.size} colours" }
    val model = IndexColorModel(8, palette.size, palette.toIntArray(), 0, false, -1, 0)
    val small = BufferedImage(picture.width, picture.height, BufferedImage.TYPE_BYTE_INDEXED, model)
    val indices = palette.withIndex().associate { (index, colour) -> colour to index }
    val raster = IntArray(pixels.size) { indices.getValue(kept.getValue(pixels[it])) }
    small.raster.setPixels(0, 0, picture.width, picture.height, raster)
    return png(small)
}

private fun rounded(colour: Int): Int = listOf(0, 8, 16).fold(0xFF shl 24) { all, channel ->
    val value = ((colour shr channel and 0xFF) + STEP / 2) / STEP * STEP
    all or (value.coerceAtMost(0xFF) shl channel)
}

private fun png(picture: BufferedImage): ByteArray {
    val writer = ImageIO.getImageWritersByFormatName("png").next()
    val packed = writer.defaultWriteParam.apply {
        compressionMode = ImageWriteParam.MODE_EXPLICIT
        compressionQuality = 0f
    }
    val bytes = ByteArrayOutputStream()
    ImageIO.createImageOutputStream(bytes).use { output ->
        writer.output = output
        writer.write(null, IIOImage(picture, null, null), packed)
    }
    writer.dispose()
    return bytes.toByteArray()
}
