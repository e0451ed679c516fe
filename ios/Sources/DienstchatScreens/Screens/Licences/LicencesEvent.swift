/// Nothing happens on the page about licences: it is read.
public enum LicencesEvent: Sendable {}
