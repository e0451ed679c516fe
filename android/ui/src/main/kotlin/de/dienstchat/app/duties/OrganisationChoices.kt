package de.dienstchat.app.duties

import de.dienstchat.AccountInfo

/**
 * The accounts as what can be chosen; nothing where there is only one.
 *
 * @param hidden The duties that are not shown, since one of the accounts is chosen.
 * @param persons Whose accounts they are, as far as that is known.
 */
internal fun organisationChoices(
    accounts: List<AccountInfo>,
    hidden: List<DutyRow>,
    persons: Map<String, String>,
    name: (ov: String) -> String,
): List<OrganisationChoice> {
    if (accounts.size < 2) return emptyList()
    val alike = accountsOfOneOrganisation(accounts).map { it.id }.toSet()
    val unread = hidden.groupBy { it.account }.mapValues { (_, rows) -> rows.sumOf { it.unread.toLong() } }
    return accounts.map { account ->
        OrganisationChoice(
            account = account.id,
            organisation = name(account.ov),
            person = if (account.id in alike) persons[account.id] else null,
            unread = unread[account.id]?.coerceAtMost(Int.MAX_VALUE.toLong())?.toInt() ?: 0,
        )
    }
}

/** Those that the name of their organisation does not tell apart. */
internal fun accountsOfOneOrganisation(accounts: List<AccountInfo>): List<AccountInfo> =
    accounts.groupBy { it.ov }.values.filter { it.size > 1 }.flatten()
