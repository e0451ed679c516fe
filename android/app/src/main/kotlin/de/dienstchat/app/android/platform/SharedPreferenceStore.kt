package de.dienstchat.app.android.platform

import android.content.Context
import android.content.SharedPreferences
import de.dienstchat.app.preferences.PreferenceStore

/** The person's choices in a file of this app; written in the background. */
class SharedPreferenceStore(private val preferences: SharedPreferences) : PreferenceStore {
    constructor(context: Context) : this(context.getSharedPreferences("choices", Context.MODE_PRIVATE))

    override fun read(): Map<String, String> =
        preferences.all.mapNotNull { (name, value) -> (value as? String)?.let { name to it } }.toMap()

    override fun write(values: Map<String, String>) {
        preferences.edit().clear().apply { values.forEach { (name, value) -> putString(name, value) } }.apply()
    }
}
