package de.dienstchat.app.android.platform

import android.animation.ValueAnimator
import android.app.KeyguardManager
import android.content.Context
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

    override suspend fun unlock(): Boolean = ask()
}
