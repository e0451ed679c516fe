package de.dienstchat.scenarios

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import de.dienstchat.Account
import de.dienstchat.AccountInfo
import de.dienstchat.ChatMember
import de.dienstchat.ChatSummary
import de.dienstchat.Content
import de.dienstchat.LinkTarget
import de.dienstchat.Organisation
import de.dienstchat.QueuedMessage
import de.dienstchat.Sent
import de.dienstchat.SyncSummary
import de.dienstchat.TimelineItem
import de.dienstchat.TimelinePage
import de.dienstchat.state

/** A value of the API as a scenario sees it. */
internal fun view(value: Any?): JsonElement = when (value) {
    null, Unit -> JsonNull.INSTANCE
    is JsonElement -> value
    is String -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is Number -> JsonPrimitive(value)
    is UInt -> JsonPrimitive(value.toLong())
    is ULong -> JsonPrimitive(value.toLong())
    is List<*> -> JsonArray().also { list -> value.forEach { list.add(view(it)) } }
    is Organisation -> fields("ov" to value.ov, "name" to value.name)
    is AccountInfo -> fields(
        "id" to value.id,
        "ov" to value.ov,
        "user_id" to value.userId,
        "state" to named(value.state),
        "sign_out_after" to value.signOutAfter,
        "offline" to value.offline,
    )
    is ChatSummary -> fields(
        "account" to value.account,
        "ov" to value.ov,
        "duty_id" to value.dutyId,
        "title" to value.title,
        "state" to named(value.state),
        "phase" to named(value.phase),
        "sealed" to value.sealed?.let(::named),
        "unread" to value.unread,
        "last" to value.lastMessage,
    )
    is ChatMember -> fields(
        "name" to value.name,
        "role" to named(value.role),
        "function" to value.function,
        "joined" to value.joined,
        "own" to value.own,
    )
    is QueuedMessage -> fields(
        "transaction_id" to value.transactionId,
        "text" to value.text,
        "state" to named(value.state),
    )
    is TimelineItem -> fields(
        "text" to (value.content as? Content.Text)?.text,
        "content" to if (value.content is Content.Text) "Text" else named(value.content),
        "sender" to value.senderName,
        "own" to value.own,
        "state" to named(value.state),
    )
    is TimelinePage -> fields(
        "items" to value.items,
        "older" to (value.older != null),
        "incomplete" to value.incomplete,
    )
    is LinkTarget.Chat -> fields("account" to value.account, "chat" to value.dutyId)
    is LinkTarget.SignIn -> fields("sign_in" to value.ov)
    is SyncSummary -> fields(
        "chats" to value.chats,
        "anything" to value.anything,
        "stale" to value.stale,
    )
    is Sent -> fields(
        "sent" to value.sent,
        "failed" to value.failed,
        "waiting" to value.waiting,
    )
    else -> error("scenarios do not see a ${value.javaClass.simpleName}")
}

internal suspend fun accountView(account: Account): JsonElement = fields(
    "id" to account.id(),
    "ov" to account.ov(),
    "user_id" to account.userId(),
    "device_id" to account.deviceId(),
    "state" to named(account.state()),
)

internal fun fields(vararg fields: Pair<String, Any?>): JsonObject =
    JsonObject().also { view -> for ((name, value) in fields) view.add(name, view(value)) }

/** The name of an enum's value in the common spelling, with its reason if it has one. */
internal fun named(value: Any): String {
    if (value is Enum<*>) {
        val words = value.name.lowercase().split('_')
        return words.joinToString("") { it.replaceFirstChar(Char::uppercase) }
    }
    return value.javaClass.simpleName + reasonOf(value)
}

/** The name of an error of the API; null of another. */
internal fun errorName(error: Throwable): String? {
    val family = error.javaClass.enclosingClass?.simpleName
    if (family == null || !family.endsWith("Exception")) return null
    val kind = error.javaClass.simpleName + reasonOf(error)
    return family.removeSuffix("Exception") + "Error." + kind
}

private fun reasonOf(value: Any): String {
    val getter = value.javaClass.methods.find { it.name == "getReason" } ?: return ""
    return "." + named(getter.invoke(value))
}
