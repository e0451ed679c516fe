import Foundation
import Testing

@testable import DienstchatScreens

@Suite("Licences", .timeLimit(.minutes(1)))
@MainActor
struct LicencesTests {
  private let phone = Phone()
  private let json = """
    {"components": [
       {"name": "tokio", "version": "1.0", "licence": "MIT", "texts": ["a"]},
       {"name": "uniffi", "version": "0.32", "licence": "MPL-2.0", "texts": ["b", "c"]}
     ],
     "texts": {"a": "Copyright\\n\\nPermission\\n", "b": "Source code\\n", "c": "Licence\\n"}}
    """

  private func model(_ bundled: String?) async -> LicencesModel {
    let data = bundled.map { Data($0.utf8) }
    let model = LicencesModel(phone.surroundings, bundled: { data })
    await model.follow()
    return model
  }

  @Test("are those that are bundled")
  func bundled() async {
    let model = await model(json)
    #expect(model.state.components?.map(\.id) == ["tokio 1.0", "uniffi 0.32"])
    #expect(model.state.components?.map(\.licence) == ["MIT", "MPL-2.0"])
    #expect(model.state.expanded == nil)
  }

  @Test("are read once, and not on the main thread")
  func reading() async {
    let threads = Threads()
    let model = LicencesModel(phone.surroundings, bundled: { threads.read() })
    #expect(model.state == LicencesState(own: phone.texts.settingsLicencesOwn))
    await model.follow()
    await model.follow()
    #expect(threads.wereMain == [false])
  }

  @Test("do without a list that is damaged or missing", arguments: ["x", "[]", nil])
  func damaged(_ bundled: String?) async {
    #expect(await model(bundled).state.components == [])
  }

  @Test("say what they say, one at a time, all texts of it")
  func texts() async {
    let model = await model(json)
    model.send(.toggled("tokio 1.0"))
    #expect(model.state.expanded?.component == "tokio 1.0")
    #expect(model.state.expanded?.paragraphs.map(\.text) == ["Copyright", "Permission"])
    model.send(.toggled("uniffi 0.32"))
    #expect(model.state.expanded?.component == "uniffi 0.32")
    #expect(model.state.expanded?.paragraphs.map(\.text) == ["Source code", "Licence"])
    model.send(.toggled("uniffi 0.32"))
    #expect(model.state.expanded == nil)
    model.send(.toggled("nothing"))
    #expect(model.state.expanded == nil)
  }
}

/// Remembers where it was read.
private final class Threads: @unchecked Sendable {
  private let lock = NSLock()
  private var main: [Bool] = []

  var wereMain: [Bool] { lock.withLock { main } }

  func read() -> Data? {
    lock.withLock { main.append(Thread.isMainThread) }
    return nil
  }
}
