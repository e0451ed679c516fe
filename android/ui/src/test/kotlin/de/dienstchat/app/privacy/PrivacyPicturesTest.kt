package de.dienstchat.app.privacy

import de.dienstchat.app.pictures.pictures
import kotlin.test.Test

class PrivacyPicturesTest {
    @Test
    fun pictures() = pictures("privacy") {
        picture("text") { PrivacyView(PrivacyState, on = {}) }
    }
}
