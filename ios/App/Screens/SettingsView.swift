import DienstchatScreens
import SwiftUI

/// Settings.
struct SettingsView: View {
  @State private var model: SettingsModel
  let texts: any Texts

  init(model: @autoclosure () -> SettingsModel, texts: any Texts) {
    _model = State(initialValue: model())
    self.texts = texts
  }

  var body: some View {
    Form {
      accounts
      security
      look
      about
    }
    .listOnPage()
    .navigationTitle(texts.settings)
    .following(model)
  }

  private var accounts: some View {
    Section {
      ForEach(model.state.accounts) { account in
        AccountRow(account: account, texts: texts) { model.send($0) }
      }
      Button(texts.settingsAddAccount, systemImage: "plus") { model.send(.addedAccount) }
        .touchable()
    } header: {
      Note(texts.settingsAccounts)
    }
    .listRowBackground(Palette.surface.color)
  }

  private var security: some View {
    Section {
      Toggle(
        texts.settingsAppLock,
        isOn: Binding(showing: { model.state.isLocked }, { model.send(.locked($0)) })
      )
      .disabled(!model.state.canLock)
      Toggle(
        texts.settingsHidePreviews,
        isOn: Binding(showing: { model.state.hidesPreviews }, { model.send(.hidPreviews($0)) }))
    } header: {
      Note(texts.settingsPrivacySection)
    } footer: {
      VStack(alignment: .leading, spacing: 8) {
        Note(model.state.canLock ? texts.settingsAppLockHint : texts.settingsAppLockUnavailable)
        Note(texts.settingsHidePreviewsHint)
      }
    }
    .listRowBackground(Palette.surface.color)
  }

  private var look: some View {
    Section {
      Picker(
        texts.settingsAppearance,
        selection: Binding(showing: { model.state.appearance }, { model.send(.choseAppearance($0)) })
      ) {
        Text(texts.settingsAppearanceSystem).tag(Preferences.Appearance.system)
        Text(texts.settingsAppearanceLight).tag(Preferences.Appearance.light)
        Text(texts.settingsAppearanceDark).tag(Preferences.Appearance.dark)
      }
      Picker(
        texts.settingsLanguage,
        selection: Binding(showing: { model.state.language }, { model.send(.choseLanguage($0)) })
      ) {
        Text(texts.settingsLanguageSystem).tag(Speech.Language?.none)
        Text(texts.settingsLanguageGerman).tag(Speech.Language?.some(.german))
        Text(texts.settingsLanguageEnglish).tag(Speech.Language?.some(.english))
      }
    }
    .listRowBackground(Palette.surface.color)
  }

  private var about: some View {
    Section {
      Button(texts.settingsPrivacy) { model.send(.openedPrivacy) }
        .touchable()
      Button(texts.settingsLicences) { model.send(.openedLicences) }
        .touchable()
      Text(model.state.version)
        .foregroundStyle(Palette.secondaryText.color)
    } header: {
      Note(texts.settingsAbout)
    }
    .listRowBackground(Palette.surface.color)
  }
}

/// An account in the settings.
private struct AccountRow: View {
  let account: SettingsState.Account
  let texts: any Texts
  let send: @MainActor (SettingsEvent) -> Void

  var body: some View {
    VStack(alignment: .leading, spacing: 8) {
      if isUsable {
        Button {
          send(.openedDuties(account: account.id))
        } label: {
          HStack {
            summary
            Spacer(minLength: 8)
            Image(systemName: "chevron.forward")
              .foregroundStyle(Palette.secondaryText.color)
              .accessibilityHidden(true)
          }
          .touchable()
        }
        .accessibilityHint(texts.dutiesTitle)
        action(texts.settingsSignOutAfter, .accent) { send(.openedSignOutAfter(account: account.id)) }
      } else {
        summary
        action(texts.dutiesWhatToDo, .accent) { send(.openedAccount(account.id)) }
      }
      action(texts.signOut, .failure) { send(.signedOut(account: account.id)) }
    }
    .buttonStyle(.borderless)
    .swipeActions {
      // No destructive role: the list would take the row away at once, and there is a question first.
      Button(texts.signOut) { send(.signedOut(account: account.id)) }
        .tint(Palette.failureFill.color)
    }
  }

  private var summary: some View {
    VStack(alignment: .leading, spacing: 8) {
      Text(verbatim: account.organisation)
        .font(.headline)
        .foregroundStyle(Palette.text.color)
      if let person = account.person {
        Text(verbatim: person)
          .font(.subheadline)
          .foregroundStyle(Palette.text.color)
      }
      Text(account.text)
        .font(.subheadline)
        .foregroundStyle(isUsable ? Palette.secondaryText.color : Palette.failure.color)
      if let signOutAfter = account.signOutAfter {
        Text(signOutAfter)
          .font(.footnote)
          .foregroundStyle(Palette.secondaryText.color)
      }
    }
  }

  private func action(
    _ text: String, _ colour: Palette, _ action: @escaping @MainActor () -> Void
  ) -> some View {
    Button(action: action) {
      Text(text)
        .foregroundStyle(colour.color)
        .touchable()
    }
  }

  private var isUsable: Bool { account.standing == .active }
}
