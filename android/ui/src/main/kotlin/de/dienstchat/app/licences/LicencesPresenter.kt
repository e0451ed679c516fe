package de.dienstchat.app.licences

import de.dienstchat.app.Presenter
import de.dienstchat.app.navigation.Navigator
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/**
 * Shows the licences.
 *
 * @param reading Where the list is read: not the main thread.
 */
class LicencesPresenter(
    private val navigator: Navigator,
    scope: CoroutineScope,
    reading: CoroutineDispatcher = Dispatchers.Default,
) : Presenter<LicencesState, LicencesEvent> {
    private val state = MutableStateFlow(LicencesState())

    override val states: StateFlow<LicencesState> = state.asStateFlow()

    init {
        scope.launch { state.value = LicencesState(withContext(reading) { components() }) }
    }

    override fun on(event: LicencesEvent): Unit = when (event) {
        LicencesEvent.Back -> navigator.back()
    }
}
