package de.dienstchat.app.signout

import de.dienstchat.app.pictures.pictures
import de.dienstchat.app.signout.SignOutState.Stage
import kotlin.test.Test

class SignOutPicturesTest {
    @Test
    fun pictures() = pictures("signout") {
        for (stage in Stage.entries) {
            val state = SignOutState("Rettung XYZ", stage)
            picture(stage.name.lowercase().replace('_', '-')) { SignOutView(state, on = {}) }
        }
        picture("unsent") { SignOutView(SignOutState("Rettung XYZ", person = "Anna Beispiel", unsent = 2), on = {}) }
    }
}
