package de.dienstchat.app.desktop.bench

import de.dienstchat.TimelineState
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.CoreChat
import de.dienstchat.app.core.CoreTimeline
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.onEach

/** The core as it is; it also counts the messages that a timeline gives. */
internal class CountedCore(private val core: Core) : Core by core {
    /** How many there are in the timeline that was opened last. */
    @Volatile
    var messages: Int = 0
        private set

    override suspend fun chat(account: String, dutyId: String): CoreChat {
        val chat = core.chat(account, dutyId)
        return object : CoreChat by chat {
            override fun timeline(limit: Int): CoreTimeline = counted(chat.timeline(limit))
        }
    }

    private fun counted(timeline: CoreTimeline) = object : CoreTimeline by timeline {
        override val states: Flow<TimelineState> = timeline.states.onEach { messages = it.items.size }
    }
}
