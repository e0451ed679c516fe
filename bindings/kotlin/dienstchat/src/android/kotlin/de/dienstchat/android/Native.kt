package de.dienstchat.android

import android.content.Context

/** The library's own entry on Android: certificates are for the system to judge, in Java. */
internal object Native {
    init {
        System.loadLibrary("dienstchat_ffi")
    }

    /** Before anything connects; a further call changes nothing. */
    @JvmStatic
    external fun initialise(context: Context)
}
