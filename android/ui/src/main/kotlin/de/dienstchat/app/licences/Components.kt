package de.dienstchat.app.licences

private const val FILE = "/de/dienstchat/app/licences.txt"

/** What is inside, by name, as `android/licences.py` has written it down. */
internal fun components(): List<Component> =
    checkNotNull(Component::class.java.getResourceAsStream(FILE)) { FILE }
        .bufferedReader()
        .useLines { lines -> lines.filter { it.isNotBlank() && !it.startsWith("#") }.map(::component).toList() }

private fun component(line: String): Component {
    val (name, version, licence) = line.split("  ")
    return Component(name, version, licence)
}
