package de.dienstchat.app.signin

import de.dienstchat.SignInException
import de.dienstchat.Unavailable

/** What a failed sign-in means for the person. */
internal fun problem(failure: Exception): Problem = when (failure) {
    is SignInException -> problem(failure)
    // Not of the core: a fault of the system's browser or of ours.
    else -> Problem.INTERNAL
}

private fun problem(failure: SignInException): Problem = when (failure) {
    is SignInException.Cancelled -> Problem.CANCELLED
    is SignInException.SsoDenied -> Problem.DENIED
    is SignInException.SsoFailed -> Problem.FAILED
    is SignInException.Offline -> Problem.OFFLINE
    // A code that cannot be one comes from a link that somebody wrote.
    is SignInException.UnknownOrganisation, is SignInException.InvalidId -> Problem.UNKNOWN_ORGANISATION
    is SignInException.UntrustedIssuer -> Problem.UNTRUSTED
    is SignInException.WrongOrganisation -> Problem.WRONG_ORGANISATION
    is SignInException.WrongPerson -> Problem.WRONG_PERSON
    is SignInException.AlreadySignedIn -> Problem.ALREADY
    is SignInException.NoBrowser -> Problem.NO_BROWSER
    is SignInException.UnknownCallback -> Problem.STALE
    is SignInException.NoSuchAccount -> Problem.NO_ACCOUNT
    is SignInException.Server -> Problem.SERVER
    is SignInException.Store -> problem(failure.reason)
    is SignInException.InvalidRedirectUri, is SignInException.Closed, is SignInException.Internal -> Problem.INTERNAL
}

private fun problem(reason: Unavailable): Problem = when (reason) {
    Unavailable.DAMAGED -> Problem.DATA_DAMAGED
    Unavailable.KEY_MISSING -> Problem.KEY_LOST
    Unavailable.NEWER_VERSION -> Problem.UPDATE
    Unavailable.LOCKED -> Problem.LOCKED
    Unavailable.STORAGE -> Problem.STORAGE
}
