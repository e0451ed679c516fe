package de.dienstchat.app.root

import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import de.dienstchat.app.Presenter
import de.dienstchat.app.chat.ChatView
import de.dienstchat.app.details.DetailsView
import de.dienstchat.app.duties.DutiesView
import de.dienstchat.app.licences.LicencesView
import de.dienstchat.app.link.LinkView
import de.dienstchat.app.organisation.OrganisationView
import de.dienstchat.app.privacy.PrivacyView
import de.dienstchat.app.sealed.SealedView
import de.dienstchat.app.settings.SettingsView
import de.dienstchat.app.signin.SignInView
import de.dienstchat.app.signout.SignOutView

/** The view of a screen, with its presenter's state. */
@Composable
internal fun ScreenView(screen: OpenScreen, sendsByEnter: Boolean) {
    when (val driver = screen.driver) {
        is Driver.Duties -> Driven(driver.presenter) { state, on -> DutiesView(state, on) }
        is Driver.Organisation ->
            Driven(driver.presenter) { state, on -> OrganisationView(state, on, enterChooses = sendsByEnter) }
        is Driver.SignIn -> Driven(driver.presenter) { state, on -> SignInView(state, on) }
        is Driver.Chat -> Driven(driver.presenter) { state, on -> ChatView(state, on, enterSends = sendsByEnter) }
        is Driver.Details -> Driven(driver.presenter) { state, on -> DetailsView(state, on) }
        is Driver.Link -> Driven(driver.presenter) { state, on -> LinkView(state, on) }
        is Driver.Sealed -> Driven(driver.presenter) { state, on -> SealedView(state, on) }
        is Driver.Settings -> Driven(driver.presenter) { state, on -> SettingsView(state, on) }
        is Driver.SignOut -> Driven(driver.presenter) { state, on -> SignOutView(state, on) }
        is Driver.Privacy -> Driven(driver.presenter) { state, on -> PrivacyView(state, on) }
        is Driver.Licences -> Driven(driver.presenter) { state, on -> LicencesView(state, on) }
    }
}

@Composable
private fun <State, Event> Driven(
    presenter: Presenter<State, Event>,
    view: @Composable (State, (Event) -> Unit) -> Unit,
) {
    val state by presenter.states.collectAsState()
    view(state, remember(presenter) { presenter::on })
}
