/// What happens on the screen of an account that cannot be used.
public enum ProblemEvent: Sendable {
  case did(ProblemState.Action)
}
