/// What happens on the details of a duty.
public enum DetailsEvent: Sendable {
  case closed
}
