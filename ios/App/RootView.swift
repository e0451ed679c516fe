import DienstchatScreens
import SwiftUI

/// The whole window: the app, or why it cannot start, and the cover over it.
struct RootView: View {
  let phone: Phone
  @Environment(\.accessibilityReduceMotion) private var reduceMotion

  private var app: AppModel { phone.app }

  var body: some View {
    ZStack {
      stage
        .covered(phone.lock.state.isCovered)
      if phone.lock.state.isCovered {
        LockView(model: phone.lock, texts: app.texts)
          .transition(reduceMotion ? .identity : .opacity)
      }
    }
    .tint(Palette.accent.color)
    .preferredColorScheme(app.state.appearance.colorScheme)
    .environment(\.locale, Locale(identifier: app.state.language.rawValue))
    .onChange(of: app.preferences.current) { app.preferencesChanged() }
  }

  @ViewBuilder private var stage: some View {
    switch app.state.stage {
    case .opening:
      OpeningView(isSlow: app.state.isSlow, texts: app.texts)
    case .failed(let failure):
      ProblemPage(symbol: "exclamationmark.triangle", title: failure.title, hint: failure.hint) {
        if failure.canRetry {
          Button(app.texts.retry) { app.send(.started) }
            .buttonStyle(.prominent)
        }
      }
    case .open(let hasAccounts):
      if let surroundings = app.surroundings, let duties = app.duties {
        Screens(phone: phone, surroundings: surroundings, duties: duties, hasAccounts: hasAccounts)
          .task { await app.follow() }
          // Another language: all screens are made anew, and the new list of duties is followed.
          .id(app.state.language)
      }
    }
  }
}

/// The list of duties and the screens above it.
private struct Screens: View {
  let phone: Phone
  let surroundings: Surroundings
  let duties: DutiesModel
  let hasAccounts: Bool

  var body: some View {
    @Bindable var navigator = surroundings.navigator
    NavigationStack(path: $navigator.stack) {
      root
        .navigationDestination(for: Route.self) { route in
          RouteView(route: route, phone: phone, surroundings: surroundings)
            // A chat in the place of another one is not to go on with that one's model.
            .id(route)
        }
    }
  }

  @ViewBuilder private var root: some View {
    if hasAccounts {
      DutiesView(model: duties, texts: surroundings.speech.texts)
    } else {
      OrganisationView(model: OrganisationModel(surroundings), texts: surroundings.speech.texts)
    }
  }
}

/// The screen of a route, with a model of its own.
private struct RouteView: View {
  let route: Route
  let phone: Phone
  let surroundings: Surroundings

  private var texts: any Texts { surroundings.speech.texts }

  var body: some View {
    switch route {
    case .organisation: OrganisationView(model: OrganisationModel(surroundings), texts: texts)
    case .signIn(let target):
      SignInView(
        model: SignInModel(
          surroundings, target: target, redirectUri: phone.configuration.redirectUri,
          window: AuthenticationWindow(redirectUri: phone.configuration.redirectUri)),
        texts: texts)
    case .link(let link): LinkView(model: LinkModel(surroundings, link: link), texts: texts)
    case .chat(let chat): ChatView(model: ChatModel(surroundings, chat: chat), texts: texts)
    case .details(let chat): DetailsView(model: DetailsModel(surroundings, chat: chat), texts: texts)
    case .settings:
      SettingsView(
        model: SettingsModel(surroundings, owner: phone.owner, version: Bundled.version), texts: texts)
    case .privacy: PrivacyView(model: PrivacyModel(surroundings), texts: texts)
    case .licences:
      LicencesView(model: LicencesModel(surroundings, bundled: { Bundled.licences }), texts: texts)
    case .signOut(let account): SignOutView(model: SignOutModel(surroundings, account: account), texts: texts)
    case .signOutAfter(let account):
      SignOutAfterView(model: SignOutAfterModel(surroundings, account: account), texts: texts)
    case .problem(let account): ProblemView(model: ProblemModel(surroundings, account: account), texts: texts)
    }
  }
}
