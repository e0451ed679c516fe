package de.dienstchat

import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse

/** A system browser without a window, in which a helper signs in. */
class HttpBrowser {
    private val http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()

    /** Signs in and consents; returns where the browser is sent to then. */
    fun signIn(authorizeUrl: String, helper: Helper): String {
        val form = mapOf(
            "username" to helper.username,
            "password" to helper.password,
            "consent" to "allow",
        )
        val body = form.entries.joinToString("&") { (name, value) ->
            "$name=${URLEncoder.encode(value, Charsets.UTF_8)}"
        }
        val request = HttpRequest.newBuilder(URI(authorizeUrl))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build()
        val answer = http.send(request, HttpResponse.BodyHandlers.ofString())
        check(answer.statusCode() in 302..303) { "the login answers ${answer.statusCode()}" }
        return answer.headers().firstValue("Location").orElseThrow()
    }

    /** Goes to an address. */
    fun open(url: String) {
        val request = HttpRequest.newBuilder(URI(url)).build()
        val answer = http.send(request, HttpResponse.BodyHandlers.discarding())
        check(answer.statusCode() == 200) { "the page answers ${answer.statusCode()}" }
    }
}
