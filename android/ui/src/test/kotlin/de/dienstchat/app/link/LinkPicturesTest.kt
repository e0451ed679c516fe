package de.dienstchat.app.link

import de.dienstchat.app.link.LinkState.Stage
import de.dienstchat.app.link.LinkState.Why
import de.dienstchat.app.pictures.pictures
import kotlin.test.Test

class LinkPicturesTest {
    @Test
    fun pictures() = pictures("link") {
        picture("opening") { LinkView(LinkState(Stage.Opening), on = {}) }
        picture("sign-in") { LinkView(LinkState(Stage.SignInFirst("Rettung XYZ")), on = {}) }
        picture("other-organisation") {
            LinkView(LinkState(Stage.SignInFirst("Rettung XYZ"), signedIn = true), on = {})
        }
        for (why in Why.entries) {
            val state = LinkState(Stage.Ended(why), signedIn = true)
            picture(why.name.lowercase().replace('_', '-')) { LinkView(state, on = {}) }
        }
    }
}
