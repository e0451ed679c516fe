package de.dienstchat.app.android.keystore

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.os.UserManager
import de.dienstchat.KeyStore
import java.io.File

/** The key store of this device, with its records beside the data and in no backup. */
fun deviceKeyStore(context: Context): KeyStore {
    val users = context.getSystemService(UserManager::class.java)
    return WrappingKeyStore(
        FileRecords(File(context.noBackupFilesDir, "secrets")),
        HardwareKeys(hasStrongBox(context)),
        unlocked = { users.isUserUnlocked },
    )
}

private fun hasStrongBox(context: Context): Boolean =
    Build.VERSION.SDK_INT >= Build.VERSION_CODES.P &&
        context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)
