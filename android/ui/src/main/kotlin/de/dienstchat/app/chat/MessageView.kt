package de.dienstchat.app.chat

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.Icon
import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.CustomAccessibilityAction
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.customActions
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontStyle
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.QuietButton
import de.dienstchat.app.components.byContent
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalFormats
import de.dienstchat.app.theme.LocalTexts

/** A message, below the day that begins with it. */
@Composable
internal fun MessageItem(row: MessageRow, writable: Boolean, on: (ChatEvent) -> Unit, modifier: Modifier = Modifier) {
    Column(modifier.fillMaxWidth()) {
        if (row.startsDay) Day(LocalFormats.current.day(row.at))
        val own = row.author.own
        Column(
            Modifier
                .fillMaxWidth()
                .padding(top = if (row.startsGroup) 8.dp else 2.dp)
                .padding(start = if (own) 40.dp else 0.dp, end = if (own) 0.dp else 40.dp),
            horizontalAlignment = if (own) Alignment.End else Alignment.Start,
        ) {
            Bubble(row, writable, on)
            if (row.delivery is Delivery.Failed) row.transactionId?.let { Remedies(it, row.mayBeSent(writable), on) }
        }
    }
}

@Composable
private fun Day(text: String) {
    Text(
        text,
        Modifier.fillMaxWidth().padding(top = 16.dp, bottom = 4.dp).semantics { heading() },
        color = MaterialTheme.colorScheme.onSurfaceVariant,
        style = MaterialTheme.typography.labelLarge,
        textAlign = TextAlign.Center,
    )
}

@Composable
private fun Bubble(row: MessageRow, writable: Boolean, on: (ChatEvent) -> Unit) {
    val colours = MaterialTheme.colorScheme
    val (area, ink) = when {
        row.delivery is Delivery.Failed -> colours.errorContainer to colours.onErrorContainer
        row.author.own -> colours.primaryContainer to colours.onPrimaryContainer
        else -> colours.surfaceContainerHigh to colours.onSurface
    }
    CompositionLocalProvider(LocalContentColor provides ink) {
        Column(Modifier.widthIn(max = 560.dp).background(area, shape(row))) {
            Column(
                Modifier.padding(horizontal = 12.dp, vertical = 8.dp).then(semantics(row, writable, on)),
                Arrangement.spacedBy(2.dp),
            ) {
                if (row.startsGroup && !row.author.own) Name(row.author)
                Said(row.body)
                Foot(row)
            }
            if ((row.body as? Body.Text)?.cut == true) {
                QuietButton(LocalTexts.current.chatReadWhole, { on(ChatEvent.ReadWhole(row.id)) })
            }
        }
    }
}

/** One stop of a screen reader, however many texts it has. */
@Composable
private fun semantics(row: MessageRow, writable: Boolean, on: (ChatEvent) -> Unit): Modifier {
    val texts = LocalTexts.current
    val label = label(row, texts, LocalFormats.current)
    return Modifier.clearAndSetSemantics {
        contentDescription = label
        val transactionId = row.transactionId
        if (row.delivery is Delivery.Failed && transactionId != null) {
            customActions = buildList {
                if (row.mayBeSent(writable)) add(action(texts.chatSendAgain) { on(ChatEvent.SendAgain(transactionId)) })
                add(action(texts.chatDiscard) { on(ChatEvent.Discard(transactionId)) })
            }
        }
    }
}

private fun action(label: String, act: () -> Unit) = CustomAccessibilityAction(label) {
    act()
    true
}

/** What is too large stays too large. */
private fun MessageRow.mayBeSent(writable: Boolean): Boolean =
    writable && delivery != Delivery.Failed(Delivery.Failed.Reason.TOO_LARGE)

private fun shape(row: MessageRow): RoundedCornerShape {
    val joined = if (row.startsGroup) 18.dp else 6.dp
    return if (row.author.own) {
        RoundedCornerShape(topStart = 18.dp, topEnd = joined, bottomEnd = 6.dp, bottomStart = 18.dp)
    } else {
        RoundedCornerShape(topStart = joined, topEnd = 18.dp, bottomEnd = 18.dp, bottomStart = 6.dp)
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Name(author: Author) {
    val texts = LocalTexts.current
    FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
        Text(texts.called(author), style = MaterialTheme.typography.titleSmall.byContent())
        texts.role(author)?.let { Text(it, style = MaterialTheme.typography.bodySmall.byContent()) }
    }
}

@Composable
private fun Said(body: Body) {
    val texts = LocalTexts.current
    val style = MaterialTheme.typography.bodyLarge
    if (body is Body.Text) {
        SelectionContainer { Text(body.shown, style = style.byContent()) }
        return
    }
    Row(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
        Icon(icon(body), contentDescription = null, Modifier.size(20.dp).padding(top = 2.dp))
        Text(texts.said(body), style = style.copy(fontStyle = FontStyle.Italic))
    }
}

private fun icon(body: Body): ImageVector = when (body) {
    is Body.Waiting -> if (body.reason == Body.Waiting.Reason.REFUSED) Icons.Warning else Icons.Key
    Body.Deleted -> Icons.Delete
    is Body.Text, Body.Unsupported -> Icons.Info
}

/** The time, and of one's own how far the message is. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Foot(row: MessageRow) {
    val texts = LocalTexts.current
    val style = MaterialTheme.typography.bodySmall
    FlowRow(horizontalArrangement = Arrangement.spacedBy(6.dp), itemVerticalAlignment = Alignment.CenterVertically) {
        Text(LocalFormats.current.time(row.at), style = style)
        if (!row.author.own) return@FlowRow
        Icon(icon(row.delivery), contentDescription = null, Modifier.size(16.dp))
        // What is done needs no words.
        val done = row.delivery == Delivery.Received || row.delivery == Delivery.Sent
        if (!done) texts.delivered(row)?.let { Text(it, style = style) }
    }
}

private fun icon(delivery: Delivery): ImageVector = when (delivery) {
    Delivery.Received, Delivery.Sent -> Icons.Check
    Delivery.Queued -> Icons.Clock
    Delivery.Sending -> Icons.Send
    is Delivery.Failed -> Icons.Warning
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Remedies(transactionId: String, mayBeSent: Boolean, on: (ChatEvent) -> Unit) {
    val texts = LocalTexts.current
    FlowRow {
        if (mayBeSent) QuietButton(texts.chatSendAgain, { on(ChatEvent.SendAgain(transactionId)) })
        QuietButton(texts.chatDiscard, { on(ChatEvent.Discard(transactionId)) })
    }
}
