package de.dienstchat.app.preferences

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update

/** Light or dark. */
enum class Appearance { SYSTEM, LIGHT, DARK }

/** In which language. */
enum class Language { SYSTEM, GERMAN, ENGLISH }

/** What the person has chosen for this device. Nothing of it is secret. */
data class Chosen(
    val appearance: Appearance = Appearance.SYSTEM,
    val language: Language = Language.SYSTEM,
    val appLock: Boolean = false,
    val hidePreviews: Boolean = true,
    /** The code of the organisation that was chosen last. */
    val lastOrganisation: String? = null,
    /** Names of organisations by their code, as the directory gave them. */
    val organisationNames: Map<String, String> = emptyMap(),
)

/** Where it is kept: names and values. Writing never fails towards the caller; what is lost is a choice. */
interface PreferenceStore {
    /** Everything that is kept. */
    fun read(): Map<String, String>

    /** Keeps these instead of what was kept. */
    fun write(values: Map<String, String>)
}

/** The choices, observed by what depends on them. */
class Preferences(private val store: PreferenceStore) {
    private val kept = MutableStateFlow(decoded(store.read()))

    /** What is chosen now. */
    val chosen: StateFlow<Chosen> = kept.asStateFlow()

    /** Changes it and keeps it. */
    fun change(change: (Chosen) -> Chosen) {
        kept.update(change)
        store.write(encoded(kept.value))
    }

    /** What to call the organisation with this code. */
    fun organisationName(ov: String): String = chosen.value.organisationNames[ov] ?: ov.uppercase()
}

private const val NAME = "organisation.name."

private fun encoded(chosen: Chosen): Map<String, String> = buildMap {
    put("appearance", chosen.appearance.name)
    put("language", chosen.language.name)
    put("app_lock", chosen.appLock.toString())
    put("hide_previews", chosen.hidePreviews.toString())
    chosen.lastOrganisation?.let { put("organisation.last", it) }
    chosen.organisationNames.forEach { (ov, name) -> put(NAME + ov, name) }
}

// What cannot be read, as after a downgrade, is as if it had not been chosen.
private fun decoded(values: Map<String, String>): Chosen {
    val unchosen = Chosen()
    return Chosen(
        appearance = Appearance.entries.find { it.name == values["appearance"] } ?: unchosen.appearance,
        language = Language.entries.find { it.name == values["language"] } ?: unchosen.language,
        appLock = values["app_lock"]?.toBooleanStrictOrNull() ?: unchosen.appLock,
        hidePreviews = values["hide_previews"]?.toBooleanStrictOrNull() ?: unchosen.hidePreviews,
        lastOrganisation = values["organisation.last"],
        organisationNames = values.filterKeys { it.startsWith(NAME) }.mapKeys { it.key.removePrefix(NAME) },
    )
}
