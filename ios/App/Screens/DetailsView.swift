import DienstchatScreens
import SwiftUI

/// Duty details and members.
struct DetailsView: View {
  @State private var model: DetailsModel
  let texts: any Texts

  init(model: @autoclosure () -> DetailsModel, texts: any Texts) {
    _model = State(initialValue: model())
    self.texts = texts
  }

  var body: some View {
    // Not a group, which would give what follows to each of its branches.
    ZStack {
      if let closed = model.state.closed {
        ProblemPage(symbol: "lock", title: closed.title, hint: closed.hint) {
          Button(texts.back) { model.send(.closed) }
        }
      } else {
        list
      }
    }
    .navigationTitle(texts.detailsTitle)
    .navigationBarTitleDisplayMode(.inline)
    .following(model)
  }

  private var list: some View {
    List {
      Section {
        if model.state.isLoaded {
          Text(model.state.title)
            .font(.title3.bold())
            .accessibilityAddTraits(.isHeader)
        }
        ForEach(model.state.lines) { line in
          LabeledContent(line.label) {
            Text(line.value)
              .foregroundStyle(Palette.text.color)
              .textSelection(.enabled)
          }
          .accessibilityElement(children: .combine)
        }
      }
      .listRowBackground(Palette.surface.color)
      Section {
        ForEach(model.state.members) { member($0) }
      } header: {
        Note(model.state.membersTitle)
      } footer: {
        if let notYet = model.state.notYet { Note(notYet) }
      }
      .listRowBackground(Palette.surface.color)
    }
    .listOnPage()
  }

  private func member(_ member: DetailsState.Member) -> some View {
    VStack(alignment: .leading, spacing: 2) {
      Text(verbatim: member.name)
        .foregroundStyle(member.hasJoined ? Palette.text.color : Palette.secondaryText.color)
      if let note = member.note {
        Text(note)
          .font(.subheadline)
          .foregroundStyle(member.isResponsible ? Palette.responsible.color : Palette.secondaryText.color)
      }
    }
    .accessibilityElement(children: .ignore)
    .accessibilityLabel(member.spoken)
  }
}
