package de.dienstchat.app.licences

private const val FOLDER = "/de/dienstchat/app"
private const val MARK = "==== "

/** What is inside, by name, as `android/licences.py` has written it down. */
internal fun components(): List<Component> = lines("licences.txt") { lines ->
    lines.filter { it.isNotBlank() && !it.startsWith("#") }.map(::component).toList()
}

private fun component(line: String): Component {
    val (name, version, licence, texts) = line.split("  ")
    return Component(name, version, licence, texts.split(" "))
}

/** What the licence of a component says. */
internal fun paragraphs(component: Component): List<String> {
    val wanted = component.texts.associateWith { mutableListOf<String>() }
    lines("licence-texts.txt") { lines ->
        var current: MutableList<String>? = null
        for (line in lines) {
            if (line.startsWith(MARK)) current = wanted[line.removePrefix(MARK)] else current?.add(line)
        }
    }
    return wanted.values.flatten().filter { it.isNotEmpty() }
}

private fun <T> lines(file: String, read: (Sequence<String>) -> T): T =
    checkNotNull(Component::class.java.getResourceAsStream("$FOLDER/$file")) { file }.bufferedReader().useLines(read)
