package de.dienstchat.app.preferences

/** Keeps choices for as long as a test runs. */
class MemoryPreferences(private var values: Map<String, String> = emptyMap()) : PreferenceStore {
    override fun read(): Map<String, String> = values

    override fun write(values: Map<String, String>) {
        this.values = values
    }
}
