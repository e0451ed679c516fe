package de.dienstchat.app.root

import de.dienstchat.app.Presenter
import de.dienstchat.app.chat.ChatEvent
import de.dienstchat.app.chat.ChatPresenter
import de.dienstchat.app.details.DetailsEvent
import de.dienstchat.app.details.DetailsPresenter
import de.dienstchat.app.duties.DutiesPresenter
import de.dienstchat.app.licences.LicencesEvent
import de.dienstchat.app.licences.LicencesPresenter
import de.dienstchat.app.link.LinkEvent
import de.dienstchat.app.link.LinkPresenter
import de.dienstchat.app.navigation.Entry
import de.dienstchat.app.organisation.OrganisationEvent
import de.dienstchat.app.organisation.OrganisationPresenter
import de.dienstchat.app.privacy.PrivacyEvent
import de.dienstchat.app.privacy.PrivacyPresenter
import de.dienstchat.app.sealed.SealedEvent
import de.dienstchat.app.sealed.SealedPresenter
import de.dienstchat.app.settings.SettingsEvent
import de.dienstchat.app.settings.SettingsPresenter
import de.dienstchat.app.signin.SignInEvent
import de.dienstchat.app.signin.SignInPresenter
import de.dienstchat.app.signout.SignOutEvent
import de.dienstchat.app.signout.SignOutPresenter

/** A place on the way, with what drives its screen for as long as it is there. */
class OpenScreen internal constructor(val entry: Entry, internal val driver: Driver)

/** What drives a screen: its presenter, and what "back" is to it. */
internal sealed class Driver(val back: () -> Unit) {
    class Duties(val presenter: DutiesPresenter) : Driver({})

    class Organisation(val presenter: OrganisationPresenter) : Driver(presenter.does(OrganisationEvent.Back))

    class SignIn(val presenter: SignInPresenter) : Driver(presenter.does(SignInEvent.Back))

    class Chat(val presenter: ChatPresenter) : Driver(presenter.does(ChatEvent.Back))

    class Details(val presenter: DetailsPresenter) : Driver(presenter.does(DetailsEvent.Back))

    class Link(val presenter: LinkPresenter) : Driver(presenter.does(LinkEvent.Back))

    class Sealed(val presenter: SealedPresenter) : Driver(presenter.does(SealedEvent.Back))

    class Settings(val presenter: SettingsPresenter) : Driver(presenter.does(SettingsEvent.Back))

    class SignOut(val presenter: SignOutPresenter) : Driver(presenter.does(SignOutEvent.Back))

    class Privacy(val presenter: PrivacyPresenter) : Driver(presenter.does(PrivacyEvent.Back))

    class Licences(val presenter: LicencesPresenter) : Driver(presenter.does(LicencesEvent.Back))
}

private fun <E> Presenter<*, E>.does(event: E): () -> Unit = { on(event) }
