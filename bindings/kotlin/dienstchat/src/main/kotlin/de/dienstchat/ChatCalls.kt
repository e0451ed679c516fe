package de.dienstchat

/**
 * What can be done with the account now.
 *
 * It fails with a [ClientException] when its data cannot be read.
 */
public suspend fun Account.state(): AccountState = onDisk { stateBlocking() }

/**
 * The chat of this duty: one of the account's own organisation first.
 *
 * It fails with a [ChatException] when there is none on this device, or the account is sealed.
 */
public suspend fun Account.chat(dutyId: String): Chat = onDisk { chatBlocking(dutyId) }

/**
 * All chats: active ones first, then those that are read only; among them the duty that begins
 * first. Those of one account list its sealed chats too, last. Needs no network.
 *
 * It fails with a [ClientException] when the account is sealed, or its data cannot be read.
 */
public suspend fun Chats.list(): List<ChatSummary> = onDisk { listBlocking() }

/**
 * The chat as a list shows it.
 *
 * It fails with a [ChatException] when it is gone, or its data cannot be read.
 */
public suspend fun Chat.summary(): ChatSummary = onDisk { summaryBlocking() }

/**
 * Everybody on the duty, also those who are not yet in the chat.
 *
 * It fails with a [ChatException] when the chat is gone or sealed, or its data cannot be read.
 */
public suspend fun Chat.members(): List<ChatMember> = onDisk { membersBlocking() }

/**
 * What was typed here and not sent; null when there is nothing. It stays on this device and is
 * deleted with the chat.
 *
 * It fails with a [ChatException] when the chat is gone or sealed, or its data cannot be read.
 */
public suspend fun Chat.draft(): String? = onDisk { draftBlocking() }

/**
 * Keeps what was typed and not sent, at most 64 KiB of UTF-8; an empty text removes it.
 *
 * It fails with a [ChatException] when the chat is gone or sealed, its data cannot be written, or
 * the text is too long.
 */
public suspend fun Chat.setDraft(text: String): Unit = onDisk { setDraftBlocking(text) }

/**
 * Counts everything that is there as read.
 *
 * It fails with a [ChatException] when the chat is gone or sealed, or its data cannot be written.
 */
public suspend fun Chat.markRead(): Unit = onDisk { markReadBlocking() }

/**
 * The newest messages on this device with what is on its way, or those before
 * [TimelinePage.older]; at most [limit]. Needs no network.
 *
 * It fails with a [ChatException] when the chat is gone or sealed, or its data cannot be read.
 */
public suspend fun Timeline.page(
    before: TimelineToken? = null,
    limit: UShort = DEFAULT_LIMIT,
): TimelinePage = onDisk { pageBlocking(before, limit) }

/**
 * Takes a text into the send queue, in order and for good, and answers with its transaction id. It
 * is sent while the account synchronises.
 *
 * It fails with a [ChatException] when nothing may be written, or the text is empty or too long.
 */
public suspend fun SendQueue.sendText(text: String): String = onDisk { sendTextBlocking(text) }

/**
 * What is in the send queue, in order.
 *
 * It fails with a [ChatException] when the chat is gone or sealed, or its data cannot be read.
 */
public suspend fun SendQueue.list(): List<QueuedMessage> = onDisk { listBlocking() }

/**
 * Puts a failed message back into the queue.
 *
 * It fails with a [ChatException] when there is none of this id.
 */
public suspend fun SendQueue.retry(transactionId: String): Unit =
    onDisk { retryBlocking(transactionId) }

/**
 * Drops a message that is not sent yet.
 *
 * It fails with a [ChatException] when there is none of this id, or it is on its way.
 */
public suspend fun SendQueue.discard(transactionId: String): Unit =
    onDisk { discardBlocking(transactionId) }
