import Dienstchat
import Foundation
import Testing

@testable import DienstchatScreens

@Suite("The time")
@MainActor
struct CorrectedClockTests {
  @Test("is that of the account that finds least wrong, else the device's", arguments: [
    ([], 0), ([nil], 0), ([nil, 5], 5), ([5, -3], -3), ([-3, nil, 5, 86_400], -3), ([86_400, 0], 0),
  ] as [([TimeInterval?], TimeInterval)])
  func least(_ offsets: [TimeInterval?], _ offset: TimeInterval) {
    let phone = Phone()
    phone.corrected.accountsAre(offsets.map { Sample.account(clockOffset: $0) })
    #expect(phone.surroundings.now() == VirtualClock.start.addingTimeInterval(offset))
    // Who has signed out knows nothing any more.
    phone.corrected.accountsAre([])
    #expect(phone.surroundings.now() == VirtualClock.start)
  }

  @Test("breaks nothing, however far it is said to be off", arguments: [Int64.min, .max])
  func far(_ offset: Int64) {
    let phone = Phone()
    phone.corrected.accountsAre([
      AccountInfo(id: "account", ov: "xyz", userId: nil, state: .active, clockOffsetMs: offset)
    ])
    #expect(!phone.surroundings.speech.dayAndTime(VirtualClock.start, now: phone.surroundings.now()).isEmpty)
  }
}
