package de.dienstchat.app.android.platform

import android.animation.ValueAnimator
import android.app.KeyguardManager
import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context
import android.os.PersistableBundle
import de.dienstchat.app.root.Platform

/**
 * What Android is, and can do.
 *
 * @param ask Asks the person to unlock the app, on the activity that is to be seen.
 */
class AndroidPlatform(private val context: Context, private val ask: suspend () -> Boolean) : Platform {
    override val version: String
        get() = context.packageManager.getPackageInfo(context.packageName, 0).versionName.orEmpty()

    override val language: String get() = context.resources.configuration.locales[0].toLanguageTag()

    override val reducedMotion: Boolean get() = !ValueAnimator.areAnimatorsEnabled()

    override val sendsByEnter: Boolean get() = false

    override val hasAppLock: Boolean get() = true

    override val hasPreviews: Boolean get() = true

    override val canLock: Boolean get() = context.getSystemService(KeyguardManager::class.java).isDeviceSecure

    override fun copy(text: String): Boolean = try {
        val clip = ClipData.newPlainText(null, text)
        // It need not stay in the keyboard's list of what was copied, nor be shown by the system.
        clip.description.extras = PersistableBundle().apply { putBoolean(SENSITIVE, true) }
        context.getSystemService(ClipboardManager::class.java).setPrimaryClip(clip)
        true
    } catch (_: SecurityException) {
        // Device management can forbid it.
        false
    }

    override suspend fun unlock(): Boolean = ask()

    private companion object {
        /** `ClipDescription.EXTRA_IS_SENSITIVE`, which older systems do not know. */
        const val SENSITIVE = "android.content.extra.IS_SENSITIVE"
    }
}
