package de.dienstchat.app.desktop

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield

class DesktopAppTest {
    @Test
    fun whatGoesOnEndsBeforeWhatItUses() {
        val order = mutableListOf<String>()
        assertFailsWith<IllegalStateException> {
            AutoCloseable { order += "closed" }.use {
                inScope(Dispatchers.Unconfined) { scope ->
                    scope.launch(start = CoroutineStart.UNDISPATCHED) {
                        try {
                            awaitCancellation()
                        } finally {
                            withContext(NonCancellable + Dispatchers.Default) {
                                yield()
                                order += "ended"
                            }
                        }
                    }
                    error("the window")
                }
            }
        }
        assertEquals(listOf("ended", "closed"), order)
    }
}
