package de.dienstchat.app.organisation

/** Choosing the organisation to sign in to. */
data class OrganisationState(
    /** What was typed. */
    val query: String = "",
    val outcome: Outcome = Outcome.Nothing,
    val searching: Boolean = false,
    /** The one that was chosen last on this device. */
    val last: OrganisationRow? = null,
    /** Whether there is something behind this screen. */
    val canGoBack: Boolean = false,
)

/** An organisation as the directory names it. */
data class OrganisationRow(val ov: String, val name: String)

/** What has come of the search. */
sealed interface Outcome {
    /** Nothing was searched for. */
    data object Nothing : Outcome

    /** These match, at least one. */
    data class Found(val organisations: List<OrganisationRow>) : Outcome

    /** None matches this. */
    data class None(val query: String) : Outcome

    /** There is no connection. */
    data object Offline : Outcome

    /** The directory failed. */
    data object Failed : Outcome
}
