package de.dienstchat.app.organisation

import de.dienstchat.app.pictures.pictures
import kotlin.test.Test

class OrganisationPicturesTest {
    private val xyz = OrganisationRow("xyz", "Rettung XYZ")

    @Test
    fun pictures() = pictures("organisation") {
        picture("first") { OrganisationView(OrganisationState(), on = {}) }
        picture("last") { OrganisationView(OrganisationState(last = xyz, canGoBack = true), on = {}) }
        picture("searching") { OrganisationView(OrganisationState("ret", searching = true), on = {}) }
        picture("found") {
            val others = listOf(OrganisationRow("ret", "Bergrettung Süd, Ortsgruppe Oberstdorf"), xyz)
            OrganisationView(OrganisationState("ret", Outcome.Found(others)), on = {})
        }
        picture("none") { OrganisationView(OrganisationState("qqq", Outcome.None("qqq")), on = {}) }
        picture("offline") { OrganisationView(OrganisationState("ret", Outcome.Offline), on = {}) }
        picture("failed") { OrganisationView(OrganisationState("ret", Outcome.Failed), on = {}) }
    }
}
