package de.dienstchat.app.android.maintenance

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import de.dienstchat.ClientException
import de.dienstchat.OpenException
import de.dienstchat.app.android.process.DienstchatApplication
import java.util.concurrent.TimeUnit.HOURS
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

private const val JOB_ID = 1
private const val EVERY_HOURS = 6L

/** Has the system wake the app some times a day, also after the device was started anew. */
fun scheduleMaintenance(context: Context) {
    val scheduler = context.getSystemService(JobScheduler::class.java)
    val job = JobInfo.Builder(JOB_ID, ComponentName(context, MaintenanceJob::class.java))
        .setPeriodic(HOURS.toMillis(EVERY_HOURS))
        .setPersisted(true)
        .build()
    // Scheduling it anew would begin the period anew.
    if (scheduler.getPendingJob(JOB_ID) != job) scheduler.schedule(job)
}

/** Deletes chats whose time has come while nobody opens the app. Takes no network. */
class MaintenanceJob : JobService() {
    private var running: Job? = null

    override fun onStartJob(parameters: JobParameters): Boolean {
        val process = (application as DienstchatApplication).process
        running = process.scope.launch {
            val again = try {
                process.opened().core.maintain()
                false
            } catch (_: OpenException) {
                true
            } catch (_: ClientException) {
                true
            }
            jobFinished(parameters, again)
        }
        return true
    }

    override fun onStopJob(parameters: JobParameters): Boolean {
        running?.cancel()
        return true
    }
}
