import DienstchatScreens
import SwiftUI

/// Of which organisation the duties are shown: of all, or of one alone.
struct OrganisationChoice: View {
  let choices: [DutiesState.Choice]
  let chosen: DutiesState.Choice
  let texts: any Texts
  let send: @MainActor (DutiesEvent) -> Void

  var body: some View {
    ScrollViewReader { reader in
      ScrollView(.horizontal) {
        HStack(spacing: 8) {
          ForEach(choices) { button($0) }
        }
        .padding(.horizontal, 16)
      }
      .scrollIndicators(.hidden)
      // It may have been chosen on another screen, and stand further along.
      .onChange(of: chosen.id, initial: true) { reader.scrollTo(chosen.id) }
    }
    .frame(maxWidth: .infinity)
    .background(Palette.background.color)
    .accessibilityElement(children: .contain)
    .accessibilityLabel(texts.dutiesChooseOrganisation)
  }

  private func button(_ choice: DutiesState.Choice) -> some View {
    let isChosen = choice.id == chosen.id
    return Button {
      send(.chose(account: choice.account))
    } label: {
      HStack(spacing: 6) {
        Text(verbatim: choice.name)
        if choice.unread > 0 { UnreadCount(count: choice.unread, isOnAccent: isChosen) }
      }
    }
    .buttonStyle(.choosable(isChosen: isChosen))
    .accessibilityLabel(choice.spoken)
    .accessibilityAddTraits(isChosen ? .isSelected : [])
  }
}
