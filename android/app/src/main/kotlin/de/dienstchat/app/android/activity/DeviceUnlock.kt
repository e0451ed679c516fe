package de.dienstchat.app.android.activity

import android.app.Activity
import android.app.KeyguardManager
import android.content.ActivityNotFoundException
import android.hardware.biometrics.BiometricManager.Authenticators.BIOMETRIC_WEAK
import android.hardware.biometrics.BiometricManager.Authenticators.DEVICE_CREDENTIAL
import android.hardware.biometrics.BiometricPrompt
import android.os.Build
import android.os.CancellationSignal
import kotlin.coroutines.resume
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.suspendCancellableCoroutine

/** Asks for what unlocks the device: fingerprint, face or code. */
internal class DeviceUnlock(private val activity: Activity) {
    private var asked: CompletableDeferred<Boolean>? = null

    /** True when it was given. [title] says what for. */
    suspend fun ask(title: String): Boolean =
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) askOverActivity(activity, title) else askElsewhere(title)

    /** What `onActivityResult` tells; others than ours are ignored. */
    fun result(requestCode: Int, resultCode: Int) {
        if (requestCode == REQUEST) asked?.complete(resultCode == Activity.RESULT_OK)
    }

    /** The activity ends: nobody will answer it any more. */
    fun end() {
        asked?.complete(false)
    }

    // The only way in Android 10 and older that takes the device's code too.
    @Suppress("DEPRECATION")
    private suspend fun askElsewhere(title: String): Boolean {
        val keyguard = activity.getSystemService(KeyguardManager::class.java)
        val intent = keyguard.createConfirmDeviceCredentialIntent(title, null) ?: return false
        val answer = CompletableDeferred<Boolean>().also { asked = it }
        try {
            activity.startActivityForResult(intent, REQUEST)
        } catch (_: ActivityNotFoundException) {
            return false
        }
        return answer.await()
    }

    private companion object {
        const val REQUEST = 1
    }
}

private suspend fun askOverActivity(activity: Activity, title: String): Boolean =
    suspendCancellableCoroutine { continuation ->
        val cancellation = CancellationSignal()
        continuation.invokeOnCancellation { cancellation.cancel() }
        val callback = object : BiometricPrompt.AuthenticationCallback() {
            override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) = end(true)

            override fun onAuthenticationError(code: Int, message: CharSequence?) = end(false)

            // A finger that was not recognised is no end: the person tries again.
            private fun end(unlocked: Boolean) {
                if (continuation.isActive) continuation.resume(unlocked)
            }
        }
        BiometricPrompt.Builder(activity)
            .setTitle(title)
            .setAllowedAuthenticators(BIOMETRIC_WEAK or DEVICE_CREDENTIAL)
            .build()
            .authenticate(cancellation, activity.mainExecutor, callback)
    }
