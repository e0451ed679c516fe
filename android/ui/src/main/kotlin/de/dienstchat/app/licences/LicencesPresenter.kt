package de.dienstchat.app.licences

import de.dienstchat.app.Presenter
import de.dienstchat.app.navigation.Navigator
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/**
 * Shows the licences.
 *
 * @param reading Where the list and the texts are read: not the main thread.
 */
class LicencesPresenter(
    private val navigator: Navigator,
    private val scope: CoroutineScope,
    private val reading: CoroutineDispatcher = Dispatchers.Default,
) : Presenter<LicencesState, LicencesEvent> {
    private val state = MutableStateFlow(LicencesState())

    override val states: StateFlow<LicencesState> = state.asStateFlow()

    init {
        scope.launch {
            val components = withContext(reading) { components() }
            state.update { it.copy(components = components) }
        }
    }

    override fun on(event: LicencesEvent): Unit = when (event) {
        is LicencesEvent.Toggle -> toggle(event.component)
        LicencesEvent.Back -> navigator.back()
    }

    private fun toggle(component: Component) {
        if (state.value.expanded?.component == component) return state.update { it.copy(expanded = null) }
        state.update { it.copy(expanded = Expanded(component)) }
        scope.launch {
            val paragraphs = withContext(reading) { paragraphs(component) }
            // Another one may have been chosen meanwhile.
            state.update {
                if (it.expanded?.component == component) it.copy(expanded = Expanded(component, paragraphs)) else it
            }
        }
    }
}
