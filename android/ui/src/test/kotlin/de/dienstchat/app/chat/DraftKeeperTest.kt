package de.dienstchat.app.chat

import java.io.IOException
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class DraftKeeperTest {
    private val kept = mutableListOf<String>()
    private val told = mutableListOf<Exception?>()
    private var keeping: suspend (String) -> Unit = { kept.add(it) }
    private val keeper = DraftKeeper("", { keeping(it) }, { told.add(it) })

    @Test
    fun whatIsTypedIsKeptOnceThePersonPauses() = runTest {
        runs()
        keeper.text = "B"
        advanceTimeBy(400)
        keeper.text = "Bi"
        advanceTimeBy(400)
        assertEquals(emptyList(), kept)
        advanceTimeBy(200)
        assertEquals(listOf("Bi"), kept)
    }

    @Test
    fun whatIsKeptIsNotKeptAgain() = runTest {
        runs()
        keeper.text = "Bin da"
        keeper.keepNow()
        advanceTimeBy(1_000)
        assertEquals(listOf("Bin da"), kept)
    }

    @Test
    fun aFailureIsToldAndTriedAgain() = runTest {
        runs()
        val failure = IOException()
        keeping = { throw failure }
        keeper.text = "B"
        advanceTimeBy(1_000)
        keeping = { kept.add(it) }
        keeper.keepNow()
        assertEquals(listOf<Exception?>(failure, null), told)
        assertEquals(listOf("B"), kept)
    }

    @Test
    fun whoLeavesInTheMiddleLosesNothing() = runTest {
        val slow = CompletableDeferred<Unit>()
        keeping = { text ->
            slow.await()
            kept.add(text)
        }
        val run = launch { keeper.run() }
        keeper.text = "B"
        advanceTimeBy(1_000)
        keeper.text = "Bin da"
        launch { run.cancelAndJoin() }
        runCurrent()
        slow.complete(Unit)
        run.join()
        keeper.keepNow()
        assertEquals(listOf("B", "Bin da"), kept)
    }

    private fun TestScope.runs() = backgroundScope.launch { keeper.run() }
}
