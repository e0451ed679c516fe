package de.dienstchat.app.details

import de.dienstchat.ChatException
import de.dienstchat.ChatMember
import de.dienstchat.ChatSummary
import de.dienstchat.DutyState
import de.dienstchat.Phase
import de.dienstchat.Role
import de.dienstchat.app.Presenter
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.CoreChat
import de.dienstchat.app.ended.Opening
import de.dienstchat.app.navigation.Navigator
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Preferences
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.launch

/** The details of the duty of [route], and who is on it. */
class DetailsPresenter(
    core: Core,
    private val preferences: Preferences,
    private val navigator: Navigator,
    private val route: Route.Details,
    scope: CoroutineScope,
) : Presenter<DetailsState, DetailsEvent> {
    private val screen = MutableStateFlow(DetailsState())
    private val opening = Opening(core, route.account, route.dutyId)

    override val states: StateFlow<DetailsState> = screen.asStateFlow()

    init {
        scope.launch {
            opening.live(::show) { screen.value = DetailsState(Stage.Ended(it)) }
            screen.value = DetailsState()
            navigator.replace(Route.SealedAccount(route.account))
        }
    }

    override fun on(event: DetailsEvent) {
        when (event) {
            DetailsEvent.Back -> navigator.back()
            DetailsEvent.ToDuties -> navigator.startAt(Route.Duties)
            DetailsEvent.Retry -> opening.retry()
        }
    }

    private suspend fun show(chat: CoreChat): Nothing {
        screen.value = DetailsState()
        combine(chat.summaries, chat.members) { summary, members ->
            if (summary.phase == Phase.DELETED) throw ChatException.ChatDeleted()
            DetailsState(Stage.Open(details(summary)), members.map(::row))
        }.collect { screen.value = it }
        // Flows that complete say that Dienstchat is shut down.
        throw ChatException.Closed()
    }

    private fun details(summary: ChatSummary) = DutyDetails(
        title = summary.title,
        organisation = preferences.organisationName(summary.ov),
        startsAt = summary.startsAt,
        endsAt = summary.endsAt,
        meetingPoint = summary.meetingPoint,
        state = when (summary.state) {
            DutyState.PLANNED -> DutyDetails.State.PLANNED
            DutyState.CANCELLED -> DutyDetails.State.CANCELLED
            DutyState.CHAT_OFF -> DutyDetails.State.CHAT_OFF
        },
        writableUntil = summary.limits.readOnlyFrom,
        deletedAt = summary.limits.deleteAt,
    )

    private fun row(member: ChatMember) = MemberRow(
        name = member.name,
        responsible = member.role == Role.RESPONSIBLE,
        function = member.function,
        own = member.own,
        joined = member.joined,
    )
}
