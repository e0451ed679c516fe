import DienstchatScreens
import SwiftUI

/// "Meine Dienste". Its model is followed with the app.
struct DutiesView: View {
  let model: DutiesModel
  let texts: any Texts

  var body: some View {
    List {
      notices
      whenEmpty
      section(texts.dutiesActive, model.state.active)
      section(texts.dutiesReadOnly, model.state.readOnly)
    }
    .listOnPage()
    .refreshable { await refresh() }
    .safeAreaInset(edge: .top, spacing: 0) { above }
    .navigationTitle(texts.dutiesTitle)
    .toolbar {
      ToolbarItem(placement: .topBarTrailing) {
        Button(texts.settings, systemImage: "gearshape") { model.send(.openedSettings) }
      }
    }
  }

  private func refresh() async {
    model.send(.refreshed)
    await model.settled()
  }

  private var above: some View {
    VStack(spacing: 0) {
      if let chosen = model.state.chosen {
        OrganisationChoice(choices: model.state.choices, chosen: chosen, texts: texts) { model.send($0) }
      }
      strip
    }
  }

  @ViewBuilder private var strip: some View {
    if model.state.isOffline {
      Strip(text: texts.offline, symbol: "wifi.slash")
    } else if model.state.hasRefreshFailed {
      Strip(text: texts.dutiesRefreshFailed, symbol: "exclamationmark.triangle")
    }
  }

  @ViewBuilder private var notices: some View {
    ForEach(model.state.notices) { notice in
      VStack(alignment: .leading, spacing: 8) {
        Label(notice.text, systemImage: "lock.trianglebadge.exclamationmark")
          .foregroundStyle(Palette.onWarning.color)
        Button(texts.dutiesWhatToDo) { model.send(.openedNotice(account: notice.account)) }
          .buttonStyle(.quiet)
      }
      .padding(.vertical, 4)
      .listRowBackground(Palette.warning.color)
    }
  }

  /// A row, not a cover: it scrolls, for the largest letters too, and leaves the notices to be read.
  @ViewBuilder private var whenEmpty: some View {
    if let failure = model.state.failure {
      ContentUnavailableView(failure, systemImage: "exclamationmark.triangle")
        .listRowBackground(Color.clear)
    } else if model.state.isEmpty, model.state.notices.isEmpty {
      ContentUnavailableView(
        model.state.chosen?.empty ?? texts.dutiesEmpty, systemImage: "bubble.left.and.bubble.right",
        description: Text(model.state.chosen?.emptyHint ?? texts.dutiesEmptyHint)
          .foregroundStyle(Palette.secondaryText.color)
      )
      .listRowBackground(Color.clear)
    }
  }

  @ViewBuilder private func section(_ title: String, _ rows: [DutyRow]) -> some View {
    if !rows.isEmpty {
      Section {
        ForEach(rows) { row in
          Button {
            model.send(.opened(row.id))
          } label: {
            DutyRowView(row: row, texts: texts)
          }
          .listRowBackground(Palette.surface.color)
          .swipeActions(edge: .trailing) {
            Button(texts.chatDetails, systemImage: "info.circle") { model.send(.openedDetails(row.id)) }
          }
          .accessibilityElement(children: .ignore)
          .accessibilityLabel(row.spoken)
          .accessibilityAddTraits(.isButton)
          .accessibilityAction { model.send(.opened(row.id)) }
          .accessibilityAction(named: texts.chatDetails) { model.send(.openedDetails(row.id)) }
        }
      } header: {
        Note(title)
      }
    }
  }
}

/// A duty's chat in the list.
private struct DutyRowView: View {
  let row: DutyRow
  let texts: any Texts
  @Environment(\.dynamicTypeSize) private var size

  var body: some View {
    VStack(alignment: .leading, spacing: 4) {
      if size.isAccessibilitySize {
        title
        badge
      } else {
        HStack(alignment: .firstTextBaseline) {
          title
          Spacer(minLength: 8)
          badge
        }
      }
      Group {
        if row.standing == .cancelled {
          Text(texts.dutiesCancelled).foregroundStyle(Palette.failure.color).bold()
        }
        Text(row.when)
        if let place = row.meetingPoint { Text(place) }
        if let organisation = row.organisation { Text(organisation) }
      }
      .font(.subheadline)
      .foregroundStyle(Palette.secondaryText.color)
      Text(row.line)
        .font(.subheadline)
        .lineLimit(2)
        .foregroundStyle(row.unread > 0 ? Palette.text.color : Palette.secondaryText.color)
      if let remaining = row.remaining {
        Label(remaining, systemImage: "hourglass")
          .font(.footnote)
          .foregroundStyle(Palette.secondaryText.color)
      }
    }
    .frame(maxWidth: .infinity, alignment: .leading)
    .touchable()
  }

  private var title: some View {
    Text(row.title)
      .font(.headline)
      .lineLimit(3)
      .foregroundStyle(Palette.text.color)
  }

  @ViewBuilder private var badge: some View {
    if row.unread > 0 {
      UnreadCount(count: row.unread)
    } else if let time = row.last?.time {
      Text(time).font(.footnote).foregroundStyle(Palette.secondaryText.color)
    }
  }
}
