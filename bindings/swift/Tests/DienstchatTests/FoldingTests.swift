import Dienstchat
import Testing

/// A list of numbers that changes.
private struct Change: ListDiff {
  let change: ListChange<Int>

  init(_ change: ListChange<Int>) {
    self.change = change
  }
}

@Suite("Folding")
struct FoldingTests {
  @Test("A reset replaces whatever was there")
  func reset() {
    var list = [1, 2, 3]
    list.apply([Change(.reset([7, 8]))])
    #expect(list == [7, 8])
    list.apply([Change(.reset([]))])
    #expect(list == [])
  }

  @Test("Values come in at the front, in the middle and at the end")
  func insert() {
    var list = [1, 3]
    list.apply([Change(.insert(1, 2)), Change(.insert(0, 0)), Change(.insert(4, 4))])
    #expect(list == [0, 1, 2, 3, 4])
  }

  @Test("A value is replaced in its place")
  func set() {
    var list = [1, 2, 3]
    list.apply([Change(.set(0, 10)), Change(.set(2, 30))])
    #expect(list == [10, 2, 30])
  }

  @Test("What comes after a removed value moves back")
  func remove() {
    var list = [1, 2, 3]
    list.apply([Change(.remove(0)), Change(.remove(1))])
    #expect(list == [2])
  }

  @Test("A move is a removal and an insertion, and steps are taken in order")
  func order() {
    var list = [Int]()
    list.apply([
      Change(.reset([1, 2, 3])), Change(.remove(0)), Change(.insert(2, 1)), Change(.set(0, 20)),
    ])
    #expect(list == [20, 3, 1])
  }

  @Test("No steps change nothing")
  func nothing() {
    var list = [1]
    list.apply([Change]())
    #expect(list == [1])
  }
}
