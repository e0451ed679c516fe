package de.dienstchat.app.duties

import de.dienstchat.app.format.Remaining
import de.dienstchat.app.format.displayName
import de.dienstchat.app.format.isolated
import de.dienstchat.app.texts.Texts

/** How long a chat stays as it is; nothing where the clock and the core do not agree. */
internal fun remainingText(remaining: Remaining, readOnly: Boolean, texts: Texts): String? = when (remaining) {
    is Remaining.Days ->
        if (readOnly) texts.dutiesReadUntilDays(remaining.count) else texts.dutiesWriteUntilDays(remaining.count)
    is Remaining.Hours ->
        if (readOnly) texts.dutiesReadUntilHours(remaining.count) else texts.dutiesWriteUntilHours(remaining.count)
    Remaining.Minutes -> if (readOnly) texts.dutiesReadLastHour else texts.dutiesWriteLastHour
    Remaining.Over -> null
}

/** What was said last, and by whom. */
fun lastText(last: LastMessage?, texts: Texts): String {
    if (last == null) return texts.dutiesNoMessage
    return when (val content = last.content) {
        LastContent.Waiting -> texts.dutiesLastWaiting
        LastContent.Deleted -> texts.dutiesLastDeleted
        LastContent.Unsupported -> texts.dutiesLastUnsupported
        is LastContent.Text -> when {
            last.own -> texts.dutiesLastOwn(content.text.isolated())
            else -> texts.dutiesLast(displayName(last.sender, texts).isolated(), content.text.isolated())
        }
    }
}

/** Why the chats of an organisation are hidden. */
internal fun closedText(account: ClosedAccount, texts: Texts): String {
    val organisation = displayName(account.organisation, texts).isolated()
    return when (account.reason) {
        ClosedReason.SIGN_IN_AGAIN -> texts.dutiesAccountSignIn(organisation)
        ClosedReason.BLOCKED -> texts.dutiesAccountBlocked(organisation)
        ClosedReason.NO_CONTACT -> texts.dutiesAccountNoContact(organisation)
        ClosedReason.UNAVAILABLE -> texts.dutiesAccountUnavailable(organisation)
    }
}

/** What an account is called among several. */
internal fun choiceText(choice: OrganisationChoice, texts: Texts): String =
    organisationText(choice.organisation, choice.person, texts)

/** An organisation, with the person where it is not the only account of it. */
internal fun organisationText(organisation: String, person: String?, texts: Texts): String {
    val named = displayName(organisation, texts)
    if (person == null) return named
    return texts.dutiesOrganisationPerson(named.isolated(), displayName(person, texts).isolated())
}

/** That there is no chat: at all, or of the organisation that is chosen. */
internal fun emptyText(state: DutiesState, texts: Texts): String {
    val chosen = state.organisations.find { it.account == state.chosen } ?: return texts.dutiesEmpty
    return texts.dutiesEmptyOrganisation(choiceText(chosen, texts).isolated())
}

/** How chats come about, and where the others are. */
internal fun emptyHint(state: DutiesState, texts: Texts): String =
    if (state.chosen == null) texts.dutiesEmptyHint else texts.dutiesEmptyOrganisationHint
