/// What happens around the app lock.
public enum LockEvent: Sendable {
  case becameActive
  case becameInactive
  case wentToBackground
  case unlocked
}
