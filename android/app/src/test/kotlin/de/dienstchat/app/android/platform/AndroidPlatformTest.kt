package de.dienstchat.app.android.platform

import android.content.ClipboardManager
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class AndroidPlatformTest {
    private val app = RuntimeEnvironment.getApplication()
    private val platform = AndroidPlatform(app) { false }

    @Test
    fun whatIsCopiedCanBePastedAndIsNotShown() {
        val url = "https://id.example.org/authorize?state=1"
        assertTrue(platform.copy(url))
        val clip = assertNotNull(app.getSystemService(ClipboardManager::class.java).primaryClip)
        assertEquals(url, clip.getItemAt(0).text.toString())
        assertTrue(clip.description.extras.getBoolean("android.content.extra.IS_SENSITIVE"))
    }
}
