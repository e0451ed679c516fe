package de.dienstchat.app.chat

import de.dienstchat.SendFailure
import de.dienstchat.app.ended.WhyEnded
import de.dienstchat.app.pictures.pictures
import kotlin.test.Test

class ChatPicturesTest {
    @Test
    fun pictures() = pictures("chat") {
        fun state(name: String, state: ChatState) = picture(name) { ChatView(state, on = {}) }

        state("loading", ChatState(duty = ChatStates.DUTY))
        state("talk", ChatStates.open())
        state("empty", ChatStates.open(emptyList()))
        state("draft", ChatStates.open().copy(draft = Draft("Bin gleich da,\nich parke noch.")))
        state("sending", ChatStates.ON_THE_WAY)
        state("failed", ChatStates.failed())
        state("failed-too-large", ChatStates.failed(SendFailure.TOO_LARGE))
        state("waiting", ChatStates.WAITING)
        state("unreadable", ChatStates.UNREADABLE)
        state("discard", ChatStates.failed().copy(discarding = "t1"))
        state("long", ChatStates.LONG)
        state("whole", ChatStates.LONG.copy(whole = ChatStates.WHOLE))
        state("wrong", ChatStates.WRONG)
        state("scrolled-up", ChatStates.scrolledUp(unseen = 3))
        state("loading-older", ChatStates.open(ChatStates.TALK.take(3)).copy(older = Older.LOADING))
        state("older-failed", ChatStates.open(ChatStates.TALK.take(3)).copy(older = Older.FAILED))
        state("limit", ChatStates.open(ChatStates.TALK.take(3)).copy(older = Older.LIMIT))
        state("too-long", ChatStates.open().copy(notice = Notice.TOO_LONG, draft = Draft("Sehr lang. ".repeat(40))))
        state("draft-failed", ChatStates.open().copy(notice = Notice.DRAFT_NOT_KEPT, draft = Draft("Bin da")))
        for (why in Composer.ReadOnly.Why.entries) {
            val closed = Composer.ReadOnly(why, summary().limits.deleteAt)
            state("read-only-${why.name.lowercase().replace('_', '-')}", ChatStates.open(composer = closed))
        }
        for (why in WhyEnded.entries) {
            state("ended-${why.name.lowercase().replace('_', '-')}", ChatState(stage = Stage.Ended(why)))
        }
    }
}
