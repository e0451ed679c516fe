package de.dienstchat.app.licences

import de.dienstchat.app.pictures.pictures
import kotlin.test.Test

class LicencesPicturesTest {
    // Not the real list: it changes with each dependency.
    private val some = LicencesState(
        listOf(
            Component("aes", "0.9.4", "MIT OR Apache-2.0"),
            Component("androidx.annotation:annotation-jvm", "1.9.1", "Apache-2.0"),
            Component("rusqlite", "0.39.0", "MIT"),
            Component("SQLCipher", "(libsqlite3-sys 0.37.0)", "BSD-3-Clause"),
            Component("uniffi", "0.32.2", "MPL-2.0"),
            Component("vodozemac", "0.10.0", "Apache-2.0"),
        ),
    )

    @Test
    fun pictures() = pictures("licences") {
        picture("list") { LicencesView(some, on = {}) }
        picture("loading") { LicencesView(LicencesState(), on = {}) }
    }
}
