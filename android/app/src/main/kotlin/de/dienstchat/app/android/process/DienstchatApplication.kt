package de.dienstchat.app.android.process

import android.app.Application
import de.dienstchat.app.android.maintenance.scheduleMaintenance
import kotlinx.coroutines.launch

/** The app as Android starts it, for an activity or for a job in the background. */
open class DienstchatApplication : Application() {
    /** Made when it is first asked for. */
    open val process: AppProcess by lazy { AppProcess(this) }

    override fun onCreate() {
        super.onCreate()
        process.scope.launch(process.disk) { scheduleMaintenance(this@DienstchatApplication) }
    }
}
