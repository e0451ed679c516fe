package de.dienstchat.app.desktop.real

import com.google.gson.Gson
import com.google.gson.JsonElement
import com.google.gson.JsonParser
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds

/** A real browser without a window, by the [W3C's WebDriver](https://www.w3.org/TR/webdriver2/). */
internal class Chromium(profile: Path) : AutoCloseable {
    private val http = HttpClient.newHttpClient()
    private val driver = programWithItsChildren("chromedriver", "--port=0")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
    private val base = "http://127.0.0.1:${port()}"
    private val session: String

    init {
        val flags = listOf(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--user-data-dir=$profile",
        )
        val wanted = mapOf("capabilities" to mapOf("alwaysMatch" to mapOf("goog:chromeOptions" to mapOf("args" to flags))))
        session = "/session/" + post("/session", wanted).asJsonObject["sessionId"].asString
        // A click returns before the page that follows is there, so what is looked for is waited for.
        post("$session/timeouts", mapOf("implicit" to PATIENCE.inWholeMilliseconds))
    }

    /** Goes to this address, and waits until the page is there. */
    fun open(url: String) {
        post("$session/url", mapOf("url" to url))
    }

    /** Writes into the field of this name. */
    fun fill(name: String, text: String) {
        post("$session/element/${element("[name=$name]")}/value", mapOf("text" to text))
    }

    /** Clicks on what this selector finds. */
    fun click(selector: String) {
        post("$session/element/${element(selector)}/click", emptyMap<String, String>())
    }

    /** Where it is. */
    val address: String get() = get("$session/url").asString

    /** Waits until the page says this, in one piece. */
    fun waitFor(text: String) {
        find("xpath", "//body//*[contains(text(), '$text')]")
    }

    private fun element(selector: String): String = find("css selector", selector)

    private fun find(by: String, value: String): String =
        post("$session/element", mapOf("using" to by, "value" to value)).asJsonObject.entrySet().single().value.asString

    private fun post(path: String, body: Any): JsonElement =
        send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(Gson().toJson(body))), path)

    private fun get(path: String): JsonElement = send(HttpRequest.newBuilder(), path)

    private fun send(request: HttpRequest.Builder, path: String): JsonElement {
        val answer = http.send(request.uri(URI(base + path)).build(), HttpResponse.BodyHandlers.ofString())
        check(answer.statusCode() == 200) { "$path: ${answer.body()}" }
        return JsonParser.parseString(answer.body()).asJsonObject["value"]
    }

    private fun port(): Int = driver.inputStream.bufferedReader().lineSequence()
        .firstNotNullOf { STARTED.find(it)?.groupValues?.get(1)?.toInt() }

    override fun close() {
        try {
            send(HttpRequest.newBuilder().DELETE(), session)
        } finally {
            send(HttpRequest.newBuilder(), "/shutdown")
            driver.awaitEnd()
        }
    }

    private companion object {
        val PATIENCE = 60.seconds
        val STARTED = Regex("""started successfully on port (\d+)""")
    }
}
