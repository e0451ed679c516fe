package de.dienstchat.app.details

import de.dienstchat.app.ended.WhyEnded
import de.dienstchat.app.pictures.pictures
import kotlin.test.Test

class DetailsPicturesTest {
    @Test
    fun pictures() = pictures("details") {
        fun state(name: String, state: DetailsState) = picture(name) { DetailsView(state, on = {}) }

        state("loading", DetailsState())
        state("everybody", DetailsStates.EVERYBODY)
        state("missing", DetailsStates.MISSING)
        state("cancelled", DetailsStates.CANCELLED)
        state("chat-off", DetailsStates.CHAT_OFF)
        state("wrong", DetailsStates.WRONG)
        state("crowd", DetailsStates.CROWD)
        // What ended looks as in a chat, whose pictures show each.
        state("ended", DetailsState(Stage.Ended(WhyEnded.LOCKED)))
    }
}
