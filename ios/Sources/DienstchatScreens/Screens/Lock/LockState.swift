/// The app lock, and the cover over the app where others could look.
public struct LockState: Equatable, Sendable {
  public var isLocked: Bool
  /// Whether the device is asking for the person.
  public var isAsking = false
  /// Whether nothing of the app may be seen: in the app switcher, or while it is locked.
  public var isCovered: Bool
}
