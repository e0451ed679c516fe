package de.dienstchat.app.desktop

import de.dienstchat.app.preferences.PreferenceStore

/** What the person has chosen, in a file. */
internal class FilePreferences(private val file: PropertiesFile) : PreferenceStore {
    override fun read(): Map<String, String> = file.read()

    override fun write(values: Map<String, String>): Unit = file.write(values)
}
