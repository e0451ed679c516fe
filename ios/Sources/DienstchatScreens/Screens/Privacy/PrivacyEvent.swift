/// Nothing happens on the page about privacy: it is read.
public enum PrivacyEvent: Sendable {}
