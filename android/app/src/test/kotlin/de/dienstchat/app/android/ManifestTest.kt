package de.dienstchat.app.android

import android.content.Intent
import android.content.IntentFilter
import android.net.Uri
import android.os.PatternMatcher
import de.dienstchat.app.android.config.PublisherConfig
import de.dienstchat.app.texts.English
import de.dienstchat.app.texts.German
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.w3c.dom.Element

/** What the app tells the system of itself. Without Android's build tools it is read as it is written. */
@RunWith(RobolectricTestRunner::class)
class ManifestTest {
    private val config = PublisherConfig.parse(File("publisher/publisher.toml").readText())
    private val manifest = xml(File("target/robolectric/AndroidManifest.xml"))
    private val application = manifest.all("application").single()

    private fun xml(file: File): Element = DocumentBuilderFactory.newInstance()
        .apply { isNamespaceAware = true }.newDocumentBuilder().parse(file).documentElement

    private fun Element.all(name: String): List<Element> =
        getElementsByTagName(name).let { nodes -> List(nodes.length) { nodes.item(it) as Element } }

    private operator fun Element.get(name: String): String =
        getAttributeNS("http://schemas.android.com/apk/res/android", name)

    /** The filters of the activity, as the system reads them. */
    private val filters = application.all("intent-filter").map { filter ->
        IntentFilter().apply {
            filter.all("action").forEach { addAction(it["name"]) }
            filter.all("category").forEach { addCategory(it["name"]) }
            filter.all("data").forEach { data ->
                data["scheme"].ifEmpty { null }?.let(::addDataScheme)
                data["host"].ifEmpty { null }?.let { addDataAuthority(it, null) }
                data["pathPrefix"].ifEmpty { null }?.let { addDataPath(it, PatternMatcher.PATTERN_PREFIX) }
            }
        }
    }

    /** Whether a tap in a browser on this address leads to the app. */
    private fun isTaken(address: String): Boolean {
        val intent = Intent(Intent.ACTION_VIEW, Uri.parse(address))
            .addCategory(Intent.CATEGORY_BROWSABLE).addCategory(Intent.CATEGORY_DEFAULT)
        return filters.any { it.match(null, intent, false, "test") >= 0 }
    }

    @Test
    fun linksAndAnswersReachTheActivity() {
        val ours = listOf("${config.appHost}/d/xyz/4711", "dienstchat://duty/xyz/4711", config.redirectUri + "?code=1")
        for (address in ours) {
            assertTrue(isTaken(address), address)
        }
        for (address in listOf("${config.appHost}/v1/organisations", "https://example.org/d/x/1", "http://x/d/x/1")) {
            assertFalse(isTaken(address), address)
        }
    }

    @Test
    fun oneActivityIsExportedAndNothingElse() {
        val exported = listOf("activity", "service", "receiver", "provider", "activity-alias")
            .flatMap { application.all(it) }
            .onEach { assertTrue(it["exported"] in setOf("true", "false")) }
            .filter { it["exported"] == "true" }
        assertEquals(listOf(MainActivity::class.java.name), exported.map { it["name"] })
        assertEquals("singleTask", exported.single()["launchMode"])
    }

    @Test
    fun appLinksAreVerified() {
        val https = application.all("intent-filter")
            .filter { filter -> filter.all("data").any { it["scheme"] == "https" } }
        assertEquals("true", https.single()["autoVerify"])
    }

    @Test
    fun nothingLeavesTheDeviceByABackup() {
        assertEquals("false", application["allowBackup"])
        val domains = listOf("root", "file", "database", "sharedpref", "external")
        val old = xml(resource(application["fullBackupContent"]))
        assertEquals(domains.toSet(), old.excluded())
        val new = xml(resource(application["dataExtractionRules"]))
        for (way in listOf("cloud-backup", "device-transfer")) {
            assertEquals(
                (domains + domains.dropLast(1).map { "device_$it" }).toSet(),
                new.all(way).single().excluded(),
                way,
            )
        }
    }

    // These files have no namespace.
    private fun Element.excluded(): Set<String> = all("exclude").onEach { assertEquals(".", it.getAttribute("path")) }
        .map { it.getAttribute("domain") }.toSet()

    @Test
    fun nothingIsSentInTheClear() {
        assertEquals("false", application["usesCleartextTraffic"])
        val security = xml(resource(application["networkSecurityConfig"]))
        assertEquals("false", security.all("base-config").single().getAttribute("cleartextTrafficPermitted"))
        assertEquals(listOf("system"), security.all("certificates").map { it.getAttribute("src") })
        assertEquals(emptyList(), security.all("domain-config") + security.all("debug-overrides"))
    }

    @Test
    fun whatAnyoneMayAskForIsNoMoreThanNeeded() {
        assertEquals(
            setOf("INTERNET", "ACCESS_NETWORK_STATE", "POST_NOTIFICATIONS", "USE_BIOMETRIC", "RECEIVE_BOOT_COMPLETED"),
            manifest.all("uses-permission").map { it["name"].removePrefix("android.permission.") }.toSet(),
        )
    }

    @Test
    fun classesAndResourcesThatAreNamedExist() {
        for (name in (application.all("activity") + application.all("service") + application).map { it["name"] }) {
            Class.forName(name)
        }
        val resources = File("src/main").walk().filter { it.extension == "xml" }.toList()
        assertTrue(resources.size > 10)
        val named = resources.flatMap { Regex("\"@([a-z]+/[A-Za-z_.]+)\"|>@([a-z]+/[a-z_]+)<").findAll(it.readText()) }
            .map { "@" + it.groupValues[1] + it.groupValues[2] }
        assertTrue(named.size > 10)
        named.filter { !it.startsWith("@color/") && !it.startsWith("@string/") && !it.startsWith("@style/") }
            .forEach { assertTrue(resource(it).isFile, it) }
        val values = resources.filter { it.parentFile.name == "values" }.joinToString { it.readText() }
        named.filter { it.startsWith("@color/") || it.startsWith("@string/") || it.startsWith("@style/") }
            .forEach { assertTrue("name=\"${it.substringAfter('/')}\"" in values, it) }
    }

    private fun resource(reference: String): File {
        val (type, name) = reference.removePrefix("@").split('/')
        val folder = if (type == "mipmap") "mipmap-anydpi" else type
        return File("src/main/res/$folder/$name.xml")
    }

    @Test
    fun theAppIsCalledAsItsScreensSay() {
        for ((folder, texts) in mapOf("values" to English, "values-de" to German)) {
            val strings = xml(File("src/main/res/$folder/strings.xml")).all("string")
            assertEquals(texts.appName, strings.single().textContent)
        }
    }
}
