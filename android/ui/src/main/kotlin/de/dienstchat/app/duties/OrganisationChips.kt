package de.dienstchat.app.duties

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.LocalIndication
import androidx.compose.foundation.ScrollState
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.indication
import androidx.compose.foundation.interaction.MutableInteractionSource
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.layout.LayoutCoordinates
import androidx.compose.ui.layout.onPlaced
import androidx.compose.ui.layout.positionInParent
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.isTraversalGroup
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.TouchTarget
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts

private val EDGE = 12.dp
private val GAP = 8.dp

/** Chooses whose duties are shown: one row, which scrolls where there is not room for all. */
@Composable
internal fun OrganisationChips(state: DutiesState, on: (DutiesEvent) -> Unit) {
    val texts = LocalTexts.current
    val rightToLeft = LocalLayoutDirection.current == LayoutDirection.Rtl
    val scroll = rememberScrollState()
    var place by remember { mutableStateOf<IntRange?>(null) }
    // It may be chosen elsewhere than here. It does not glide there: that would be a movement for nothing.
    val edge = with(LocalDensity.current) { EDGE.roundToPx() }
    LaunchedEffect(state.chosen, place) { place?.let { scroll.show(it.first - edge..it.last + edge) } }
    Row(
        Modifier
            .fillMaxWidth()
            .semantics {
                isTraversalGroup = true
                contentDescription = texts.dutiesChooseOrganisation
            }
            .selectableGroup()
            .horizontalScroll(scroll),
        Arrangement.spacedBy(GAP),
    ) {
        // Padding would be outside of what a chip's place is counted in.
        val beside = Modifier.width(EDGE - GAP)
        Spacer(beside)
        val placed = Modifier.onPlaced { place = it.placeFromStart(rightToLeft) }

        @Composable
        fun Choice(account: String?, label: String, unread: Int) {
            val chosen = state.chosen == account
            Chip(label, unread, chosen, if (chosen) placed else Modifier) { on(DutiesEvent.Choose(account)) }
        }
        // A chip that has messages may be out of sight.
        Choice(account = null, texts.dutiesAllOrganisations, state.unreadElsewhere)
        for (choice in state.organisations) Choice(choice.account, choiceText(choice, texts), choice.unread)
        Spacer(beside)
    }
}

// What is touched is higher than what is seen of it.
@Composable
private fun Chip(label: String, unread: Int, chosen: Boolean, modifier: Modifier, onChoose: () -> Unit) {
    val touches = remember { MutableInteractionSource() }
    Box(
        modifier
            .sizeIn(minWidth = TouchTarget, minHeight = TouchTarget)
            .selectable(chosen, touches, indication = null, role = Role.RadioButton, onClick = onChoose),
        Alignment.Center,
    ) {
        val colours = MaterialTheme.colorScheme
        val ink = if (chosen) colours.onSecondaryContainer else colours.onSurface
        Row(
            Modifier
                .heightIn(min = 36.dp)
                .clip(CircleShape)
                .background(if (chosen) colours.secondaryContainer else colours.surfaceContainerLowest)
                .border(BorderStroke(1.dp, colours.outline), CircleShape)
                .indication(touches, LocalIndication.current)
                .padding(horizontal = 14.dp, vertical = 6.dp),
            Arrangement.spacedBy(8.dp),
            Alignment.CenterVertically,
        ) {
            // That it is chosen can be seen without telling colours apart.
            if (chosen) Icon(Icons.Check, contentDescription = null, Modifier.size(18.dp), ink)
            Text(
                label,
                Modifier.widthIn(max = 240.dp),
                color = ink,
                style = MaterialTheme.typography.labelLarge,
                maxLines = 1,
                overflow = TextOverflow.Ellipsis,
            )
            if (unread > 0) UnreadCount(unread)
        }
    }
}

/** Where this is in its row, counted from where the row begins. */
private fun LayoutCoordinates.placeFromStart(rightToLeft: Boolean): IntRange {
    val left = positionInParent().x.toInt()
    val row = parentLayoutCoordinates?.size?.width ?: 0
    return if (rightToLeft) row - left - size.width..row - left else left..left + size.width
}

private suspend fun ScrollState.show(place: IntRange) {
    if (place.first < value) scrollTo(place.first)
    if (place.last > value + viewportSize) scrollTo(place.last - viewportSize)
}
