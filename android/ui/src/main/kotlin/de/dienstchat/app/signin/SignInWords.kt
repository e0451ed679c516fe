package de.dienstchat.app.signin

import de.dienstchat.app.texts.Texts

/** What is said of a failed sign-in: what is the matter, and what helps. */
internal data class Said(val title: String, val hint: String)

internal fun said(problem: Problem, organisation: String, texts: Texts): Said = when (problem) {
    Problem.CANCELLED -> texts.notDone(texts.signinCancelled)
    Problem.DENIED -> texts.notDone(texts.signinDenied)
    Problem.FAILED -> texts.notDone(texts.signinFailed)
    Problem.OFFLINE -> texts.notDone(texts.signinOffline)
    Problem.UNKNOWN_ORGANISATION -> texts.notDone(texts.signinUnknownOrganisation)
    Problem.UNTRUSTED -> texts.notDone(texts.signinUntrusted)
    Problem.WRONG_ORGANISATION -> texts.notDone(texts.signinWrongOrganisation)
    Problem.WRONG_PERSON -> texts.notDone(texts.signinWrongPerson)
    Problem.ALREADY -> Said(texts.signinAlreadyTitle, texts.signinAlready)
    Problem.NO_BROWSER -> texts.notDone(texts.signinNoBrowser)
    Problem.STALE -> texts.notDone(texts.signinStale)
    Problem.NO_ACCOUNT -> texts.notDone(texts.signinNoAccount)
    Problem.SERVER -> texts.notDone(texts.signinServer)
    Problem.DATA_DAMAGED -> Said(texts.sealedDamaged, texts.sealedDamagedHint(organisation))
    Problem.KEY_LOST -> Said(texts.sealedKeyLost, texts.sealedKeyLostHint)
    Problem.UPDATE -> Said(texts.sealedUpdate, texts.sealedUpdateHint)
    Problem.LOCKED -> Said(texts.sealedLocked, texts.sealedLockedHint)
    Problem.STORAGE -> Said(texts.sealedStorage, texts.sealedStorageHint)
    Problem.INTERNAL -> texts.notDone(texts.internalError)
}

internal fun label(remedy: Remedy, texts: Texts): String = when (remedy) {
    Remedy.RETRY -> texts.retry
    Remedy.OTHER_ORGANISATION -> texts.signinOtherOrganisation
    Remedy.TO_DUTIES -> texts.toDuties
    Remedy.SETTINGS -> texts.settings
}

internal fun hint(copied: Copied, texts: Texts): String = when (copied) {
    Copied.NOT_YET -> texts.signinByHandHint
    Copied.DONE -> texts.signinCopied
    Copied.FAILED -> texts.signinNotCopied
}

private fun Texts.notDone(why: String) = Said(signinNotDone, why)
