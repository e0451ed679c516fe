import Dienstchat
import Foundation

// What the articles show, as it is compiled. SampleTests holds the two against each other.

@MainActor
final class TimelineModel {
  private(set) var items: [TimelineItem] = []
  private(set) var incomplete = false

  func watch(_ chat: Chat) async throws {
    for try await window in chat.timeline().windows(limit: 50) {
      items = window.items
      incomplete = window.incomplete
    }
  }
}

func older(_ chat: Chat) async throws {
  let windows = chat.timeline().windows(limit: 50)
  let watching = Task {
    for try await window in windows {
      print(window.items.count, window.olderHere, window.incomplete)
    }
  }
  // When the person scrolls up: first what is on this device, then what the server has.
  windows.showOlder(count: 50)
  _ = try await chat.timeline().loadOlder()
  watching.cancel()
}

func steps(_ dienstchat: Dienstchat) async throws {
  var rows: [ChatSummary] = []
  for try await diffs in dienstchat.chats().diffs {
    for diff in diffs {
      switch diff {
      case .reset(let values): print("the whole list:", values.count)
      case .insert(let index, _): print("a new row at", index)
      case .set(let index, _): print("another row at", index)
      case .remove(let index): print("no row any more at", index)
      }
    }
    rows.apply(diffs)
  }
}

func untilUnsealed(_ dienstchat: Dienstchat) async throws {
  var lists = dienstchat.chats().lists.makeAsyncIterator()
  while true {
    do {
      guard let chats = try await lists.next() else { break }
      print(chats.count)
    } catch let error as ClientError {
      // Said once. The next call waits until the list can be read again.
      print(error.localizedDescription)
    }
  }
}

func cancelling(_ dienstchat: Dienstchat) async throws {
  let search = Task { try await dienstchat.organisations().search(text: "DRK") }
  search.cancel()
  do {
    print(try await search.value)
  } catch is CancellationError {
    print("cancelled")
  }
}

@MainActor
func send(_ text: String, to chat: Chat, show: (String) -> Void) async throws {
  do {
    try await chat.sendQueue().sendText(text: text)
  } catch ChatError.ReadOnly {
    show("Der Chat ist nur noch lesbar.")
  } catch let error as any DienstchatError {
    show(error.localizedDescription)
  }
}

func texts(_ error: any DienstchatError) -> String {
  error.text(in: .german) + " / " + error.text(in: .english)
}
