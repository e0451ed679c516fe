package de.dienstchat

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.drop
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.runningFold

/**
 * The chats as they are now, and again after each change.
 *
 * The flow is cold: each collection subscribes anew, and the subscription ends with it. A slow
 * collector is given several changes as one and misses none. It completes when Dienstchat is shut
 * down. For a screen, `stateIn(scope, SharingStarted.WhileSubscribed(5_000), emptyList())`, with a
 * `catch` before it: in `stateIn`, a failure of the flow ends the app.
 *
 * It fails with a [ClientException] when the account is sealed or its data cannot be read.
 */
public fun Chats.observe(): Flow<List<ChatSummary>> =
    updates().folded(emptyList(), List<ChatSummary>::applying)

/**
 * What changes in the list of chats, for a list that animates its changes: first a `Reset`, then
 * what turns the last state into the present one. Otherwise as [observe].
 */
public fun Chats.updates(): Flow<List<ChatListDiff>> =
    subscription({ subscribe() }, { next() }, { stop() })

/**
 * The accounts on this device with their states as they are now, and again after each change: one
 * is added, sealed, usable again, signed out. Cold, and as patient as [Chats.observe].
 *
 * It fails with a [ClientException] when the data folder cannot be read.
 */
public fun Accounts.observe(): Flow<List<AccountInfo>> =
    updates().folded(emptyList(), List<AccountInfo>::applying)

/** What changes in the list of accounts: first a `Reset`. Otherwise as [observe]. */
public fun Accounts.updates(): Flow<List<AccountDiff>> =
    subscription({ subscribe() }, { next() }, { stop() })

/**
 * The chat as a list shows it, now and after each change: title, phase, unread messages, and whether
 * it is sealed. Cold, and as patient as [Chats.observe].
 *
 * It fails with a [ChatException] when the chat is deleted, the account is sealed, or its data cannot
 * be read.
 */
public fun Chat.observe(): Flow<ChatSummary> =
    subscription({ subscribe() }, { next() }, { stop() })

/**
 * Everybody on the duty, now and after each change. Cold, and as patient as [Chats.observe].
 *
 * It fails with a [ChatException] when the chat is deleted or sealed, or its data cannot be read.
 */
public fun Chat.observeMembers(): Flow<List<ChatMember>> =
    memberUpdates().folded(emptyList(), List<ChatMember>::applying)

/** What changes among the people on the duty: first a `Reset`. Otherwise as [observeMembers]. */
public fun Chat.memberUpdates(): Flow<List<MemberDiff>> =
    subscription({ subscribeMembers() }, { next() }, { stop() })

/**
 * What is on its way, in order, now and after each change. Cold, and as patient as [Chats.observe].
 *
 * It fails with a [ChatException] when the chat is deleted or sealed, or its data cannot be read.
 */
public fun SendQueue.observe(): Flow<List<QueuedMessage>> =
    updates().folded(emptyList(), List<QueuedMessage>::applying)

/** What changes in the send queue: first a `Reset`. Otherwise as [observe]. */
public fun SendQueue.updates(): Flow<List<QueueDiff>> =
    subscription({ subscribe() }, { next() }, { stop() })

/**
 * The newest messages, now and after each change: at first [limit] of them, and more as the chat
 * grows. Cold, and as patient as [Chats.observe]. A screen that scrolls back takes [open] instead.
 *
 * It fails with a [ChatException] when the chat is deleted or sealed, or its data cannot be read.
 */
public fun Timeline.observe(limit: UShort = DEFAULT_LIMIT): Flow<TimelineState> =
    updates(limit).folded()

/** What changes in the timeline: first a `Reset`. Otherwise as [observe]. */
public fun Timeline.updates(limit: UShort = DEFAULT_LIMIT): Flow<TimelineUpdate> =
    subscription({ subscribe(limit) }, { next() }, { stop() })

internal const val DEFAULT_LIMIT: UShort = 50u

internal fun Flow<TimelineUpdate>.folded(): Flow<TimelineState> =
    folded(TimelineState.Empty, TimelineState::applying)

// The empty beginning is not a state: the first update is a reset.
private fun <T, U> Flow<U>.folded(empty: T, apply: (T, U) -> T): Flow<T> =
    runningFold(empty) { state, update -> apply(state, update) }.drop(1)
