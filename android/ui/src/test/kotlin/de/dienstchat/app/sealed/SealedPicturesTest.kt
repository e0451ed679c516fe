package de.dienstchat.app.sealed

import de.dienstchat.app.pictures.pictures
import de.dienstchat.app.sealed.SealedState.Failure
import de.dienstchat.app.sealed.SealedState.Shown
import de.dienstchat.app.sealed.SealedState.Why
import kotlin.test.Test

class SealedPicturesTest {
    @Test
    fun pictures() = pictures("sealed") {
        picture("loading") { SealedView(SealedState.Loading, on = {}) }
        for (why in Why.entries) {
            picture(why.name.lowercase().replace('_', '-')) { SealedView(Shown(why, "Rettung XYZ"), on = {}) }
        }
        picture("trying") { SealedView(Shown(Why.LOCKED, "Rettung XYZ", trying = true), on = {}) }
        picture("did-not-help") { SealedView(Shown(Why.NO_CONTACT, "Rettung XYZ", failure = Failure.OFFLINE), on = {}) }
    }
}
