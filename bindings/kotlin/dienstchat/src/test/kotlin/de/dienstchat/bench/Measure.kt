package de.dienstchat.bench

import java.util.Locale

/** Figures for people, or as one JSON object a line. */
internal class Report(private val json: Boolean) {
    fun line(case: String, value: Double, unit: String) {
        val figure = String.format(Locale.ROOT, "%.2f", value)
        println(
            if (json) """{"bench":"ffi","case":"Kotlin: $case","value":$figure,"unit":"$unit"}"""
            else String.format(Locale.ROOT, "%-56s %10s %s", "Kotlin: $case", figure, unit),
        )
    }
}

internal fun median(samples: List<Long>): Double {
    val sorted = samples.sorted()
    return (sorted[(sorted.size - 1) / 2] + sorted[sorted.size / 2]) / 2.0
}

internal inline fun timed(work: () -> Unit): Long {
    val begin = System.nanoTime()
    work()
    return System.nanoTime() - begin
}

/** Samples after as many that warm the JVM up. */
internal inline fun samples(count: Int, sample: () -> Long): List<Long> {
    for (turn in 1..count) sample()
    return List(count) { sample() }
}

/** The median of how long it takes once, in ns; measured in batches, for the clock is coarse. */
internal inline fun each(count: Int, work: () -> Unit): Double =
    median(samples(count / BATCH) { timed { for (turn in 1..BATCH) work() } }) / BATCH

internal const val BATCH = 20
