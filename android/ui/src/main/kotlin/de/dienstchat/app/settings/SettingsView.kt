package de.dienstchat.app.settings

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import de.dienstchat.app.components.Screen
import de.dienstchat.app.components.Scrolled
import de.dienstchat.app.components.SecondaryButton
import de.dienstchat.app.components.SectionHeader
import de.dienstchat.app.preferences.Appearance
import de.dienstchat.app.preferences.Language
import de.dienstchat.app.texts.Texts
import de.dienstchat.app.theme.LocalTexts

/** The accounts of this device and the choices for it. */
@Composable
fun SettingsView(state: SettingsState, on: (SettingsEvent) -> Unit, modifier: Modifier = Modifier) {
    Screen(LocalTexts.current.settings, modifier, onBack = { on(SettingsEvent.Back) }) { padding ->
        val column = rememberScrollState()
        Scrolled(column) {
            Column(Modifier.fillMaxSize().verticalScroll(column).padding(padding)) {
                Accounts(state, on)
                if (state.hasAppLock || state.hasPreviews) Security(state, on)
                Appearances(state.appearance, on)
                Languages(state.language, on)
                About(state, on)
            }
        }
    }
    state.choosing?.let { SignOutAfterDialog(it, on) }
}

@Composable
private fun Accounts(state: SettingsState, on: (SettingsEvent) -> Unit) {
    val texts = LocalTexts.current
    SectionHeader(texts.settingsAccounts)
    for (account in state.accounts) AccountCard(account, on)
    SecondaryButton(
        texts.settingsAddAccount,
        { on(SettingsEvent.AddAccount) },
        Modifier.fillMaxWidth().padding(horizontal = 16.dp, vertical = 8.dp),
    )
}

@Composable
private fun Security(state: SettingsState, on: (SettingsEvent) -> Unit) {
    val texts = LocalTexts.current
    SectionHeader(texts.settingsPrivacySection)
    if (state.hasAppLock) {
        SwitchRow(
            texts.settingsAppLock,
            if (state.canLock) texts.settingsAppLockHint else texts.settingsAppLockUnavailable,
            state.appLock,
            enabled = state.canLock,
        ) { on(SettingsEvent.AppLock(it)) }
    }
    if (state.hasPreviews) {
        SwitchRow(texts.settingsHidePreviews, texts.settingsHidePreviewsHint, state.hidePreviews) {
            on(SettingsEvent.HidePreviews(it))
        }
    }
}

@Composable
private fun Appearances(chosen: Appearance, on: (SettingsEvent) -> Unit) {
    val texts = LocalTexts.current
    Choices(texts.settingsAppearance, Appearance.entries, chosen, { name(it, texts) }) { on(SettingsEvent.Look(it)) }
}

@Composable
private fun Languages(chosen: Language, on: (SettingsEvent) -> Unit) {
    val texts = LocalTexts.current
    Choices(texts.settingsLanguage, Language.entries, chosen, { name(it, texts) }) { on(SettingsEvent.Speak(it)) }
}

@Composable
private fun <T> Choices(title: String, all: List<T>, chosen: T, name: (T) -> String, onChoose: (T) -> Unit) {
    SectionHeader(title)
    Column(Modifier.selectableGroup()) {
        for (one in all) ChoiceRow(name(one), one == chosen) { onChoose(one) }
    }
}

@Composable
private fun About(state: SettingsState, on: (SettingsEvent) -> Unit) {
    val texts = LocalTexts.current
    SectionHeader(texts.settingsAbout)
    WayRow(texts.settingsPrivacy) { on(SettingsEvent.OpenPrivacy) }
    WayRow(texts.settingsLicences) { on(SettingsEvent.OpenLicences) }
    Text(
        texts.settingsVersion(state.version),
        Modifier.padding(16.dp),
        color = MaterialTheme.colorScheme.onSurfaceVariant,
        style = MaterialTheme.typography.bodyMedium,
    )
}

private fun name(appearance: Appearance, texts: Texts): String = when (appearance) {
    Appearance.SYSTEM -> texts.settingsAppearanceSystem
    Appearance.LIGHT -> texts.settingsAppearanceLight
    Appearance.DARK -> texts.settingsAppearanceDark
}

private fun name(language: Language, texts: Texts): String = when (language) {
    Language.SYSTEM -> texts.settingsLanguageSystem
    Language.GERMAN -> texts.settingsLanguageGerman
    Language.ENGLISH -> texts.settingsLanguageEnglish
}
