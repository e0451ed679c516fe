package de.dienstchat.app.desktop.instance

import de.dienstchat.app.desktop.Folder
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.exists
import kotlin.io.path.getPosixFilePermissions
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.junit.Rule

class InstanceTest {
    @get:Rule
    val folder = Folder()

    private val address get() = folder.path.resolve("instance.address")

    private fun begin(link: String? = null) = Instance.begin(folder.path, link)

    @Test
    fun aSecondStartHandsItsLinkOver() = runBlocking {
        assertNotNull(begin()).use { first ->
            assertNull(begin("dienstchat://duty/xyz/1"))
            assertEquals("dienstchat://duty/xyz/1", first.handedOver.first())
            assertNull(begin())
            assertNull(first.handedOver.first())
        }
    }

    @Test
    fun ofManyThatNobodyLookedAtTheNewestCounts() = runBlocking {
        assertNotNull(begin()).use { first ->
            for (number in 1..100) assertNull(begin("dienstchat://duty/xyz/$number"))
            assertEquals("dienstchat://duty/xyz/100", first.handedOver.first())
        }
    }

    @Test
    fun afterItsEndTheNextOneIsTheFirst() {
        assertNotNull(begin()).close()
        assertFalse(address.exists())
        assertNotNull(begin()).close()
    }

    @Test
    fun whoComesWhileItEndsIsTheNextOne() {
        val first = assertNotNull(begin())
        first.stopListening()
        var attempts = 0
        val next = Instance.begin(folder.path, "dienstchat://duty/xyz/1") {
            attempts += 1
            first.close()
        }
        assertNotNull(next).use { assertEquals(1, attempts) }
    }

    @Test
    fun whatComesOverALineThatWasOpenWhenItEndsIsNotTaken() {
        val first = assertNotNull(begin())
        val (port, word) = address.readText().split(" ")
        Socket(InetAddress.getLoopbackAddress(), port.toInt()).use { socket ->
            first.stopListening()
            runCatching {
                socket.getOutputStream().write("$word\ndienstchat://duty/xyz/1".toByteArray())
                socket.shutdownOutput()
            }
            assertEquals(0, runCatching { socket.getInputStream().readAllBytes() }.getOrDefault(byteArrayOf()).size)
        }
        first.close()
    }

    @Test
    fun whatADeadOneLeftBehindIsNoHindrance() = runBlocking {
        // A stranger has its port now, and is not spoken to.
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { stranger ->
            address.writeText("${stranger.localPort} 00112233445566778899aabbccddeeff")
            assertNotNull(begin()).use { first ->
                assertNull(begin("dienstchat://duty/xyz/1"))
                assertEquals("dienstchat://duty/xyz/1", first.handedOver.first())
            }
        }
    }

    @Test
    fun nobodyElseHandsAnythingOver() = runBlocking {
        assertNotNull(begin()).use { first ->
            for (file in listOf(address, folder.path.resolve("instance.lock"))) {
                assertEquals(PosixFilePermissions.fromString("rw-------"), file.getPosixFilePermissions(), "$file")
            }
            val (port, word) = address.readText().split(" ")
            val garbage = listOf("", "\n", "${word.reversed()}\nlink", "$word", "$word\na\nb", "x".repeat(100_000))
            for (said in garbage) {
                Socket(InetAddress.getLoopbackAddress(), port.toInt()).use { socket ->
                    runCatching {
                        socket.getOutputStream().write(said.toByteArray())
                        socket.shutdownOutput()
                    }
                    assertEquals(0, runCatching { socket.getInputStream().readAllBytes() }.getOrDefault(byteArrayOf()).size)
                }
            }
            assertNull(begin("dienstchat://duty/xyz/1"))
            assertEquals("dienstchat://duty/xyz/1", first.handedOver.first())
        }
    }

    @Test
    fun whoConnectsAndSaysNothingHoldsNobodyUp() = runBlocking {
        assertNotNull(begin()).use { first ->
            val port = address.readText().substringBefore(" ").toInt()
            Socket(InetAddress.getLoopbackAddress(), port).use {
                assertNull(begin("dienstchat://duty/xyz/1"))
                assertEquals("dienstchat://duty/xyz/1", first.handedOver.first())
            }
        }
    }
}
