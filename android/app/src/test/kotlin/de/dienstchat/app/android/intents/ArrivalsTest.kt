package de.dienstchat.app.android.intents

import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.os.Parcel
import android.os.Parcelable
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNull
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class ArrivalsTest {
    private val arrivals = Arrivals("de.dienstchat.app")

    private fun viewing(address: String?) = Intent(Intent.ACTION_VIEW, address?.let(Uri::parse))

    @Test
    fun linksOfBothForms() {
        val links = listOf("https://chat.example.org/d/xyz/4711", "dienstchat://duty/xyz/4711", "DIENSTCHAT://duty/x/1")
        for (link in links) {
            assertEquals(Arrival.Link(link), arrivals.of(viewing(link)))
        }
    }

    @Test
    fun whatTheBrowserBrings() {
        val url = "de.dienstchat.app:/signed-in?code=1&state=2"
        assertEquals(Arrival.Callback(url), arrivals.of(viewing(url)))
        assertEquals(Arrival.Callback("De.Dienstchat.App:opaque"), arrivals.of(viewing("De.Dienstchat.App:opaque")))
    }

    @Test
    fun whatBringsNothing() {
        assertNull(arrivals.of(null))
        assertNull(arrivals.of(Intent()))
        assertNull(arrivals.of(Intent(Intent.ACTION_MAIN)))
        assertNull(arrivals.of(Intent(Intent.ACTION_SEND, Uri.parse("dienstchat://duty/xyz/4711"))))
        assertNull(arrivals.of(Intent().setData(Uri.parse("dienstchat://duty/xyz/4711"))))
        val others = listOf(null, "", ":", "http://chat.example.org/d/xyz/1", "mailto:a@b", "file:///data/x", "tel:1")
        for (address in others) {
            assertNull(arrivals.of(viewing(address)), "$address")
        }
    }

    /** The link that once opened the app was followed then. */
    @Test
    fun anOldIntentFromTheListOfRecentApps() {
        val intent = viewing("dienstchat://duty/xyz/4711").addFlags(Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY)
        assertNull(arrivals.of(intent))
    }

    /** A megabyte in the saved state of an activity would end the app. */
    @Test
    fun anAddressWithoutEndIsCut() {
        val link = assertIs<Arrival.Link>(arrivals.of(viewing("dienstchat://" + "x".repeat(1_000_000))))
        assertEquals(4_097, link.link.length)
    }

    /** Its class is not in this app, so that whoever unpacks it fails. */
    @Test
    fun extrasThatCannotBeUnpacked() {
        val parcel = Parcel.obtain()
        val intent = viewing("dienstchat://duty/xyz/4711").putExtra("stranger", Foreign()).putExtra("b", Bundle())
        intent.writeToParcel(parcel, 0)
        parcel.setDataPosition(0)
        val received = Intent.CREATOR.createFromParcel(parcel)
        received.setExtrasClassLoader(object : ClassLoader(null) {})
        assertEquals(Arrival.Link("dienstchat://duty/xyz/4711"), arrivals.of(received))
    }

    @Test
    fun nothingThatIsMadeUpFails() {
        val random = Random(7)
        val words = listOf("dienstchat", "https", "duty", "%00", "\u202e", "😀", "\ud800")
        val parts = words + listOf(":", "/", "//", "%", "?", "#", " ", "@")
        repeat(2_000) {
            arrivals.of(viewing(List(random.nextInt(12)) { parts.random(random) }.joinToString("")))
        }
    }

    @Test
    fun nothingIsToldInALog() {
        assertEquals("Link(…)", Arrival.Link("dienstchat://duty/xyz/4711").toString())
        assertEquals("Callback(…)", Arrival.Callback("de.dienstchat.app:/?code=1").toString())
    }

    @Test
    fun theAppsOwnIntentIsReadBack() {
        val intent = Intents(RuntimeEnvironment.getApplication()).chat("xyz", "a/b 😀?#%")
        assertEquals(Arrival.Link("dienstchat://duty/xyz/a%2Fb%20%F0%9F%98%80%3F%23%25"), arrivals.of(intent))
        assertEquals("de.dienstchat.app.android.MainActivity", intent.component?.className)
    }

    private class Foreign : Parcelable {
        override fun describeContents(): Int = 0

        override fun writeToParcel(parcel: Parcel, flags: Int) = parcel.writeInt(1)
    }
}
