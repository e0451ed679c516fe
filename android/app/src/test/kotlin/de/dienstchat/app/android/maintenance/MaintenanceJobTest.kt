package de.dienstchat.app.android.maintenance

import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.content.Intent
import de.dienstchat.OpenException
import de.dienstchat.app.android.TestApplication
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadow.api.Shadow

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApplication::class)
class MaintenanceJobTest {
    private val app = TestApplication.instance
    private val job = Robolectric.buildService(MaintenanceJob::class.java, Intent()).create().get()
    private val parameters = Shadow.newInstanceOf(JobParameters::class.java)

    @Test
    fun itIsScheduledOnceAndForGood() {
        val scheduler = app.getSystemService(JobScheduler::class.java)
        val scheduled = scheduler.allPendingJobs.single()
        assertTrue(scheduled.isPeriodic && scheduled.isPersisted)
        assertEquals(MaintenanceJob::class.java.name, scheduled.service.className)
        scheduleMaintenance(app)
        assertEquals(scheduled, scheduler.allPendingJobs.single())
    }

    @Test
    fun itOpensTheDataAndDeletesWhatIsDue() {
        assertTrue(job.onStartJob(parameters))
        app.settled()
        assertEquals(listOf("maintain"), app.core.calls)
        assertTrue(shadowOf(job).isJobFinished)
        assertFalse(shadowOf(job).isRescheduleNeeded)
    }

    @Test
    fun whatFailsIsTriedAgain() {
        app.opening = { throw OpenException.DataFolder() }
        job.onStartJob(parameters)
        app.settled()
        assertTrue(shadowOf(job).isJobFinished)
        assertTrue(shadowOf(job).isRescheduleNeeded)
    }

    @Test
    fun theSystemCanStopIt() {
        val opened = CompletableDeferred<Unit>()
        app.opening = { opened.await() }
        job.onStartJob(parameters)
        assertTrue(job.onStopJob(parameters))
        opened.complete(Unit)
        app.settled()
        assertEquals(emptyList(), app.core.calls)
    }

    @Test
    fun whatWasBeingOpenedThenIsNotOpenedTwice() {
        val opened = CompletableDeferred<Unit>()
        var openings = 0
        app.opening = {
            openings += 1
            opened.await()
        }
        job.onStartJob(parameters)
        job.onStopJob(parameters)
        job.onStartJob(parameters)
        opened.complete(Unit)
        app.settled()
        assertEquals(1, openings)
        assertEquals(listOf("maintain"), app.core.calls)
    }
}
