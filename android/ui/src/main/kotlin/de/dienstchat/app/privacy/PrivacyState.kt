package de.dienstchat.app.privacy

/** What happens with whose data; it is the same for everybody. */
data object PrivacyState
