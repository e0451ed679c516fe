import DienstchatScreens
import SwiftUI

/// Choosing the organisation.
struct OrganisationView: View {
  @State private var model: OrganisationModel
  let texts: any Texts

  init(model: @autoclosure () -> OrganisationModel, texts: any Texts) {
    _model = State(initialValue: model())
    self.texts = texts
  }

  private var query: Binding<String> {
    Binding(showing: { model.state.query }, { model.send(.typed($0)) })
  }

  var body: some View {
    List { results }
      .listOnPage()
      .navigationTitle(texts.organisationTitle)
      .searchable(
        text: query, placement: .navigationBarDrawer(displayMode: .always),
        prompt: texts.organisationSearch)
      .textInputAutocapitalization(.never)
      .autocorrectionDisabled()
      .onSubmit(of: .search) { model.send(.searched) }
      .following(model)
  }

  @ViewBuilder private var results: some View {
    switch model.state.results {
    case .none:
      Text(texts.organisationWelcome)
        .foregroundStyle(Palette.text.color)
        .listRowBackground(Color.clear)
      if let last = model.state.last {
        Section {
          row(last)
        } header: {
          Note(texts.organisationLast)
        }
      }
    case .searching:
      ProgressView(texts.loading)
        .frame(maxWidth: .infinity)
        .listRowBackground(Color.clear)
    case .found(let rows):
      ForEach(rows) { row($0) }
    case .unknown(let text, let hint):
      ContentUnavailableView(
        text, systemImage: "magnifyingglass",
        description: Text(hint).foregroundStyle(Palette.secondaryText.color)
      )
      .listRowBackground(Color.clear)
    case .problem(let problem, let text):
      ContentUnavailableView {
        Label(text, systemImage: problem == .offline ? "wifi.slash" : "exclamationmark.triangle")
      } actions: {
        Button(texts.retry) { model.send(.retried) }
          .buttonStyle(.prominent)
      }
      .listRowBackground(Color.clear)
    }
  }

  private func row(_ row: OrganisationState.Row) -> some View {
    Button {
      model.send(.chose(ov: row.ov))
    } label: {
      VStack(alignment: .leading, spacing: 2) {
        Text(row.name).foregroundStyle(Palette.text.color)
        Text(row.code).font(.subheadline).foregroundStyle(Palette.secondaryText.color)
      }
      .frame(maxWidth: .infinity, alignment: .leading)
      .touchable()
    }
    .accessibilityElement(children: .combine)
    .listRowBackground(Palette.surface.color)
  }
}
