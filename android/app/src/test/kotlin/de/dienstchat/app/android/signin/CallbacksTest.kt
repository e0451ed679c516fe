package de.dienstchat.app.android.signin

import de.dienstchat.SignInException
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlinx.coroutines.test.runTest

class CallbacksTest {
    private class Answers(
        val waits: () -> Boolean = { false },
        val expected: () -> Boolean = { false },
        val finishing: () -> Unit = {},
    ) : Callbacks {
        val calls = mutableListOf<String>()

        override suspend fun handOver(url: String): Boolean = waits().also { calls += "handOver" }

        override suspend fun expects(url: String): Boolean = expected().also { calls += "expects" }

        override suspend fun finish(url: String) {
            calls += "finish"
            finishing()
        }
    }

    @Test
    fun aSignInThatWaitsGetsIt() = runTest {
        val answers = Answers(waits = { true })
        assertFalse(answers.take("x:/"))
        assertEquals(listOf("handOver"), answers.calls)
    }

    @Test
    fun aSignInOfAnEarlierProcessIsFinished() = runTest {
        val answers = Answers(expected = { true })
        assertTrue(answers.take("x:/"))
        assertEquals(listOf("handOver", "expects", "finish"), answers.calls)
    }

    @Test
    fun whatWasNotBegunHereIsDropped() = runTest {
        val answers = Answers()
        assertFalse(answers.take("x:/"))
        assertEquals(listOf("handOver", "expects"), answers.calls)
    }

    @Test
    fun aFailureEndsNothingElse() = runTest {
        assertFalse(Answers(waits = { throw SignInException.Internal() }).take("x:/"))
        assertFalse(Answers(expected = { throw SignInException.Internal() }).take("x:/"))
        assertFalse(Answers(expected = { true }, finishing = { throw SignInException.Offline() }).take("x:/"))
    }
}
