package de.dienstchat.app.chat

import de.dienstchat.app.Presenter
import de.dienstchat.app.core.Core
import de.dienstchat.app.ended.Opening
import de.dienstchat.app.ended.WhyEnded
import de.dienstchat.app.navigation.Navigator
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Preferences
import java.time.ZoneId
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/**
 * The chat of [route].
 *
 * It keeps the draft when its scope ends, so the scope's end is to be waited for where that matters.
 *
 * @param zone Says which day a message is of.
 * @param mapping Where messages become rows: not the main thread.
 * @param anchor Where the list stood, as [ChatState.anchor] said it in a process that has ended.
 */
class ChatPresenter(
    core: Core,
    private val preferences: Preferences,
    private val navigator: Navigator,
    private val route: Route.Chat,
    scope: CoroutineScope,
    private val zone: ZoneId = ZoneId.systemDefault(),
    private val mapping: CoroutineDispatcher = Dispatchers.Default,
    anchor: ScrollAnchor? = null,
) : Presenter<ChatState, ChatEvent> {
    private val screen = MutableStateFlow(ChatState(anchor = anchor))
    private val looking = MutableStateFlow(false)
    private val opening = Opening(core, route.account, route.dutyId)
    private var open: OpenChat? = null

    override val states: StateFlow<ChatState> = screen.asStateFlow()

    init {
        scope.launch { live() }
    }

    override fun on(event: ChatEvent) {
        when (event) {
            ChatEvent.Back -> back()
            ChatEvent.ToDuties -> navigator.startAt(Route.Duties)
            ChatEvent.OpenDetails -> navigator.open(Route.Details(route.account, route.dutyId))
            ChatEvent.Reopen -> opening.retry()
            is ChatEvent.Typed -> open?.typed(event.text)
            is ChatEvent.Send -> open?.send(event.text)
            is ChatEvent.SendAgain -> open?.sendAgain(event.transactionId)
            is ChatEvent.Discard -> screen.update { it.copy(discarding = event.transactionId) }
            ChatEvent.ConfirmDiscard -> discard()
            ChatEvent.KeepMessage -> screen.update { it.copy(discarding = null) }
            is ChatEvent.ReadWhole -> open?.readWhole(event.id)
            ChatEvent.CloseWhole -> screen.update { it.copy(whole = null) }
            is ChatEvent.Scrolled -> scrolled(event.to)
            ChatEvent.WantOlder -> if (screen.value.older == Older.HERE) open?.showOlder()
            ChatEvent.RetryOlder -> if (screen.value.older == Older.FAILED) open?.showOlder()
            is ChatEvent.Looking -> looking(event.at)
            ChatEvent.DismissNotice -> screen.update { it.copy(notice = null) }
        }
    }

    private fun back() {
        val now = screen.value
        when {
            now.whole != null -> screen.update { it.copy(whole = null) }
            now.discarding != null -> screen.update { it.copy(discarding = null) }
            else -> navigator.back()
        }
    }

    private fun discard() {
        val transactionId = screen.value.discarding ?: return
        screen.update { it.copy(discarding = null) }
        open?.discard(transactionId)
    }

    private fun scrolled(to: ScrollAnchor?) {
        // Until the list is there, it says nothing of where the person was.
        if (screen.value.stage != Stage.Open) return
        screen.update { it.copy(anchor = to, unseen = if (to == null) 0 else it.unseen) }
    }

    private fun looking(at: Boolean) {
        looking.value = at
        // Whoever turns away may not come back.
        if (!at) open?.keepDraft()
    }

    private suspend fun live() {
        opening.live(
            show = { chat ->
                screen.update { it.copy(stage = Stage.Loading) }
                val opened = OpenChat(chat, screen, looking, preferences::organisationName, mapping, zone)
                open = opened
                try {
                    opened.follow()
                } finally {
                    open = null
                }
            },
            ended = ::ended,
        )
        screen.update(::forgotten)
        navigator.replace(Route.SealedAccount(route.account))
    }

    private fun ended(why: WhyEnded) = screen.update { now ->
        val gone = why == WhyEnded.DELETED || why == WhyEnded.MISSING
        forgotten(now).copy(stage = Stage.Ended(why), duty = now.duty.takeUnless { gone })
    }

    /** Without anything of what was said. */
    private fun forgotten(now: ChatState) = ChatState(
        duty = now.duty,
        anchor = now.anchor,
        draft = Draft(revision = now.draft.revision + 1),
    )
}
