package de.dienstchat.app.privacy

import de.dienstchat.app.Presenter
import de.dienstchat.app.navigation.Navigator
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow

/** Shows what is said of privacy. */
class PrivacyPresenter(private val navigator: Navigator) : Presenter<PrivacyState, PrivacyEvent> {
    override val states: StateFlow<PrivacyState> = MutableStateFlow(PrivacyState)

    override fun on(event: PrivacyEvent): Unit = when (event) {
        PrivacyEvent.Back -> navigator.back()
    }
}
