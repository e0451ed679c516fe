import Dienstchat

private let redirectUri = "dienstchat://login"

extension StepKind {
  static let app: [String: StepKind] = [
    "search": StepKind(onApp.union(["text", "cancellation"])) { turn in
      let organisations = try turn.phone.openApp().organisations()
      let text = try turn.step.text("text")
      let found =
        if let cancellation = try turn.cancellation {
          try await organisations.search(text: text, cancellation: cancellation)
        } else {
          try await organisations.search(text: text)
        }
      return .array(found.map(\.view))
    },
    "sign_in": StepKind(onAccount.union(["person", "ov", "again", "consent", "cancellation"])) {
      try await $0.signIn().view()
    },
    "begin_sign_in": StepKind(
      onAccount.union(["ov", "again", "redirect_uri", "cancellation"])
    ) { turn in
      let started = try await turn.phone.openApp().signIn().begin(
        target: turn.signInTarget(),
        redirectUri: turn.step.textOrNil("redirect_uri") ?? redirectUri,
        cancellation: turn.cancellation)
      return ["authorize_url": .string(started.authorizeUrl)]
    },
    "finish_sign_in": StepKind(onApp.union(["callback", "cancellation"])) { turn in
      try await turn.phone.openApp().signIn().finish(
        callback: turn.step.text("callback"), cancellation: turn.cancellation
      ).view()
    },
    "expects": StepKind(onApp.union(["callback"])) { turn in
      .bool(
        try await turn.phone.openApp().signIn().expects(callback: turn.step.text("callback")))
    },
    "loopback": StepKind(onApp.union(["redirect_uri", "as", "cancellation"])) { turn in
      let loopback = try await turn.phone.openApp().signIn().loopback(
        redirectUri: turn.step.text("redirect_uri"), cancellation: turn.cancellation)
      let name = try turn.step.text("as")
      let before = turn.run.loopbacks.withLock {
        $0.updateValue(Listening(loopback: loopback), forKey: name)
      }
      guard before == nil else { throw Failure("it listens") }
      return ["redirect_uri": .string(loopback.redirectUri())]
    },
    "receive": StepKind(onAnswer.union(["loopback", "cancellation"])) { turn in
      let listening = try turn.run.loopback(turn.step.text("loopback"))
      let cancellation = try turn.cancellation
      return .string(
        try await listening.wait.during {
          try await listening.loopback.wait(cancellation: cancellation)
        })
    },
    "forget_link": StepKind(onApp) { turn in
      try await turn.phone.openApp().links().forget()
      return .null
    },
    "link": StepKind(onApp.union(["link", "cancellation"])) { turn in
      try await turn.phone.openApp().links().open(
        link: turn.step.text("link"), cancellation: turn.cancellation
      ).view
    },
    "sign_out": StepKind(onApp.union(["account", "cancellation"])) { turn in
      let signedOut = try await turn.phone.openApp().accounts().signOut(
        id: turn.accountId(), cancellation: turn.cancellation)
      return ["server_told": .bool(signedOut.serverTold)]
    },
    "sign_out_after": StepKind(onApp.union(["account", "duty", "stays"])) { turn in
      try await turn.phone.openApp().accounts().signOutAfter(
        id: turn.accountId(), dutyId: turn.step.flag("stays") ? nil : turn.dutyId())
      return .null
    },
    "maintain": StepKind(onApp) { turn in
      .int(Int(try await turn.phone.openApp().accounts().maintain()))
    },
    "read": StepKind(onChat.union(["what"])) { try await $0.read() },
    "sync": StepKind(onAccount.union(["cancellation"])) { turn in
      try await turn.account().syncOnce(waitMs: 0, cancellation: turn.cancellation).view
    },
    "flush": StepKind(onAccount.union(["cancellation"])) { turn in
      try await turn.account().flush(cancellation: turn.cancellation).view
    },
    "start_sync": StepKind(["do", "app", "account", "held", "error"]) { turn in
      let account = try await turn.account()
      let loop = account.syncLoop()
      let running = Task { try await loop.run() }
      let before = try turn.phone.loops.withLock {
        $0.updateValue(Loop(loop: loop, running: running), forKey: account.id())
      }
      guard before == nil else { throw Failure("it is running") }
      return .null
    },
    "stop_sync": StepKind(["do", "app", "account", "error"]) { turn in
      let id = try turn.step.textOrNil("account")
      let loop = try turn.phone.loops.withLock { loops in
        (id ?? loops.keys.first).flatMap { loops.removeValue(forKey: $0) }
      }
      guard let loop else { throw Failure("it is not running") }
      if try turn.step.textOrNil("error") == nil { loop.loop.stop() }
      try await loop.running.value
      return .null
    },
  ]
}

extension Turn {
  fileprivate func read() async throws -> JSON {
    switch try step.text("what") {
    case "accounts": .array(try await phone.openApp().accounts().list().map(\.view))
    case "account": try await account().view()
    case "chats": .array(try await phone.openApp().chats().list().map(\.view))
    case "account_chats": .array(try await account().chats().list().map(\.view))
    case "chat": try await chat().summary().view
    case "members": .array(try await chat().members().map(\.view))
    case "queue": .array(try await chat().sendQueue().list().map(\.view))
    case "draft": text(try await chat().draft())
    case "remembered": text(try await phone.openApp().links().remembered())
    case let what: throw Failure("there is nothing like \(what) to be read")
    }
  }

  fileprivate func signInTarget() async throws -> SignInTarget {
    if try step.flag("again") { return .account(id: try await accountId()) }
    return .organisation(ov: try step.textOrNil("ov") ?? names.find("world.ov").text())
  }

  /// With the phone's browser, in which the person does what the page asks for.
  fileprivate func signIn() async throws -> Account {
    let signIn = try phone.openApp().signIn()
    let person = try step.textOrNil("person")
    let cancellation = try cancellation ?? Cancellation()
    let failure = Locked<(any Error)?>(nil)
    let browser = PhoneBrowser(phone: try phone) { url in
      guard let person else { return }
      Task {
        do {
          var browse: [String: JSON] = [
            "do": "browse", "url": .string(url), "person": .string(person),
          ]
          for field in ["ov", "consent"] { browse[field] = step[field] }
          let callback = try await run.toTheWorld(browse).field("callback").text()
          guard try await signIn.callback(url: callback) else {
            throw Failure("nobody waits for the callback")
          }
        } catch {
          failure.set(error)
          cancellation.cancel()
        }
      }
    }
    do {
      return try await signIn.withBrowser(
        target: signInTarget(), redirectUri: redirectUri, browser: browser,
        cancellation: cancellation)
    } catch {
      throw failure.current ?? error
    }
  }
}
