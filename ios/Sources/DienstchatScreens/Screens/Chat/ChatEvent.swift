/// What happens in a chat.
public enum ChatEvent: Sendable {
  case typed(String)
  case sent
  case sentAgain(MessageID)
  case discarded(MessageID)
  /// The oldest message came into view, or somebody asks once more.
  case reachedOldest
  /// The newest message came into view, or left it.
  case atNewest(Bool)
  /// This is the topmost message in view.
  case scrolled(to: MessageID?)
  /// All of a long message is to be shown.
  case askedForWhole(MessageID)
  case noticeRead
  case openedDetails
  case openedProblem
  /// Opens the chat once more.
  case retried
  /// Whether somebody can see the chat: the app is in front, and nothing covers the screen.
  case looking(Bool)
}
