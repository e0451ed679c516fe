package de.dienstchat.app.details

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.Loading
import de.dienstchat.app.components.Screen
import de.dienstchat.app.components.Scrolled
import de.dienstchat.app.components.SectionHeader
import de.dienstchat.app.components.byContent
import de.dienstchat.app.ended.EndedView
import de.dienstchat.app.format.displayName
import de.dienstchat.app.format.displayTitle
import de.dienstchat.app.format.oneLine
import de.dienstchat.app.texts.Texts
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalFormats
import de.dienstchat.app.theme.LocalTexts

/** A duty's details, and everybody who is on it. */
@Composable
fun DetailsView(state: DetailsState, on: (DetailsEvent) -> Unit, modifier: Modifier = Modifier) {
    val texts = LocalTexts.current
    Screen(
        title = texts.detailsTitle,
        modifier = modifier,
        onBack = { on(DetailsEvent.Back) },
    ) { padding ->
        when (val stage = state.stage) {
            Stage.Loading -> Loading()
            is Stage.Open -> Details(stage.duty, state, padding)
            is Stage.Ended -> EndedView(stage.why, { on(DetailsEvent.Retry) }, { on(DetailsEvent.ToDuties) })
        }
    }
}

@Composable
private fun Details(duty: DutyDetails, state: DetailsState, padding: PaddingValues) {
    val texts = LocalTexts.current
    val list = rememberLazyListState()
    Scrolled(list, arrows = true) {
        LazyColumn(Modifier.fillMaxSize(), list, padding) {
            item { DutyTitle(duty.title) }
            item { Facts(duty) }
            item { SectionHeader(texts.detailsMembers(state.members.size), Modifier.padding(top = 16.dp)) }
            members(state, texts)
        }
    }
}

private fun LazyListScope.members(state: DetailsState, texts: Texts) {
    if (state.missing > 0) {
        item {
            Text(
                texts.detailsNotYetHint(state.missing),
                Modifier.padding(horizontal = 16.dp, vertical = 4.dp),
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium,
            )
        }
    }
    items(state.members, contentType = { "member" }) { Member(it) }
}

@Composable
private fun DutyTitle(title: String) {
    Text(
        displayTitle(title, LocalTexts.current),
        Modifier.padding(horizontal = 16.dp, vertical = 8.dp).semantics { heading() },
        style = MaterialTheme.typography.headlineSmall.byContent(),
    )
}

@Composable
private fun Facts(duty: DutyDetails) {
    val texts = LocalTexts.current
    val formats = LocalFormats.current
    Column {
        Fact(Icons.Organisation, texts.detailsOrganisation, displayName(duty.organisation, texts))
        Fact(Icons.Calendar, texts.detailsWhen, formats.span(duty.startsAt, duty.endsAt))
        val place = oneLine(duty.meetingPoint)
        if (place.isNotEmpty()) Fact(Icons.Place, texts.detailsWhere, place)
        Fact(Icons.Info, texts.detailsState, texts.stated(duty.state))
        Fact(Icons.Chat, texts.detailsWritableUntil, formats.moment(duty.writableUntil))
        Fact(Icons.Delete, texts.detailsDeletedAt, formats.moment(duty.deletedAt))
    }
}

private fun Texts.stated(state: DutyDetails.State): String = when (state) {
    DutyDetails.State.PLANNED -> detailsPlanned
    DutyDetails.State.CANCELLED -> detailsCancelled
    DutyDetails.State.CHAT_OFF -> detailsChatOff
}

@Composable
private fun Fact(icon: ImageVector, name: String, value: String) {
    Line(icon) {
        Text(name, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
        Text(value, style = MaterialTheme.typography.bodyLarge.byContent())
    }
}

@Composable
private fun Member(member: MemberRow) {
    val texts = LocalTexts.current
    val notes = listOfNotNull(
        texts.detailsOwn.takeIf { member.own },
        texts.detailsResponsible.takeIf { member.responsible },
        oneLine(member.function).ifEmpty { null },
        texts.detailsNotYet.takeIf { !member.joined },
    )
    Line(if (member.responsible) Icons.Shield else Icons.Person) {
        Text(displayName(member.name, texts), style = MaterialTheme.typography.titleMedium.byContent())
        for (note in notes) {
            Text(
                note,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium.byContent(),
            )
        }
    }
}

/** An icon and what it stands for: one stop of a screen reader. */
@Composable
private fun Line(icon: ImageVector, content: @Composable () -> Unit) {
    Row(
        Modifier
            .fillMaxWidth()
            .heightIn(min = 56.dp)
            .padding(horizontal = 16.dp, vertical = 8.dp)
            .semantics(mergeDescendants = true) {},
        Arrangement.spacedBy(16.dp),
        Alignment.CenterVertically,
    ) {
        Icon(icon, contentDescription = null, Modifier.size(24.dp), MaterialTheme.colorScheme.primary)
        Column(Modifier.weight(1f)) { content() }
    }
}
