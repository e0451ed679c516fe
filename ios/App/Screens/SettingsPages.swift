import DienstchatScreens
import SwiftUI

/// What becomes of the person's data.
struct PrivacyView: View {
  let model: PrivacyModel
  let texts: any Texts

  var body: some View {
    List(model.state.paragraphs, id: \.self) { paragraph in
      Text(paragraph)
        .foregroundStyle(Palette.text.color)
        .textSelection(.enabled)
        .listRowBackground(Palette.surface.color)
    }
    .listOnPage()
    .navigationTitle(texts.settingsPrivacy)
  }
}

/// The licences.
struct LicencesView: View {
  @State private var model: LicencesModel
  let texts: any Texts

  init(model: @autoclosure () -> LicencesModel, texts: any Texts) {
    _model = State(initialValue: model())
    self.texts = texts
  }

  var body: some View {
    List {
      Section { Text(model.state.own).foregroundStyle(Palette.text.color) }
        .listRowBackground(Palette.surface.color)
      Section {
        if let components = model.state.components {
          ForEach(components) { component in
            row(component)
            if let expanded = model.state.expanded, expanded.component == component.id {
              ForEach(expanded.paragraphs) { paragraph in
                Text(verbatim: paragraph.text)
                  .font(.footnote)
                  .foregroundStyle(Palette.text.color)
                  .textSelection(.enabled)
              }
            }
          }
        } else {
          ProgressView(texts.loading)
        }
      } header: {
        Note(texts.settingsLicencesOthers)
      }
      .listRowBackground(Palette.surface.color)
    }
    .listOnPage()
    .navigationTitle(texts.settingsLicences)
    .following(model)
  }

  private func row(_ component: Component) -> some View {
    let isExpanded = model.state.expanded?.component == component.id
    return Button {
      model.send(.toggled(component.id))
    } label: {
      HStack {
        VStack(alignment: .leading) {
          Text(verbatim: component.id).foregroundStyle(Palette.text.color)
          Text(verbatim: component.licence)
            .font(.footnote)
            .foregroundStyle(Palette.secondaryText.color)
        }
        Spacer()
        Image(systemName: isExpanded ? "chevron.up" : "chevron.down")
          .foregroundStyle(Palette.secondaryText.color)
          .accessibilityHidden(true)
      }
      .touchable()
    }
    .accessibilityValue(isExpanded ? texts.expanded : texts.collapsed)
  }
}

/// Signing out, with what is lost.
struct SignOutView: View {
  @State private var model: SignOutModel
  let texts: any Texts

  init(model: @autoclosure () -> SignOutModel, texts: any Texts) {
    _model = State(initialValue: model())
    self.texts = texts
  }

  var body: some View {
    ProblemPage(symbol: "rectangle.portrait.and.arrow.right", title: model.state.question, hint: model.state.hint) {
      switch model.state.stage {
      case .asking:
        confirm(texts.signOut)
        Button(texts.cancel) { model.send(.closed) }
      case .signingOut: ProgressView(texts.settingsSigningOut)
      case .failed:
        confirm(texts.retry)
        Button(texts.cancel) { model.send(.closed) }
      case .doneOffline, .done: Button(texts.close) { model.send(.closed) }
      }
    }
    .navigationBarBackButtonHidden(model.state.stage == .signingOut)
    .following(model)
  }

  private func confirm(_ text: String) -> some View {
    Button(text, role: .destructive) { model.send(.confirmed) }
      .buttonStyle(.prominent)
  }
}

/// The duty after which an account signs itself out.
struct SignOutAfterView: View {
  @State private var model: SignOutAfterModel
  let texts: any Texts

  init(model: @autoclosure () -> SignOutAfterModel, texts: any Texts) {
    _model = State(initialValue: model())
    self.texts = texts
  }

  var body: some View {
    List {
      Section {
        ForEach(model.state.choices) { choice in
          Button {
            model.send(.chose(choice.duty))
          } label: {
            HStack {
              Text(choice.text).foregroundStyle(Palette.text.color)
              Spacer()
              if choice.isChosen { Image(systemName: "checkmark").accessibilityHidden(true) }
            }
            .touchable()
          }
          .accessibilityAddTraits(choice.isChosen ? .isSelected : [])
        }
      } footer: {
        if let notice = model.state.notice {
          Text(notice).foregroundStyle(Palette.failure.color)
        } else {
          Note(texts.settingsSignOutAfterHint)
        }
      }
      .listRowBackground(Palette.surface.color)
    }
    .listOnPage()
    .navigationTitle(texts.settingsSignOutAfter)
    .navigationBarTitleDisplayMode(.inline)
    .following(model)
  }
}
