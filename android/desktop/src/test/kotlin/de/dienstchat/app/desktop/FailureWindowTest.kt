package de.dienstchat.app.desktop

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.English
import de.dienstchat.app.texts.German
import java.nio.file.Path
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@OptIn(ExperimentalTestApi::class)
class FailureWindowTest {
    @Test
    fun itSaysWhyAndCanBeClosed() {
        var closed = 0
        val said = CannotStart.NotSetUp(Path.of("/etc/dienstchat.toml")).text(German)
        screenTest({ Failure(German, said) { closed++ } }) {
            onNodeWithText("/etc/dienstchat.toml", substring = true).assertExists()
            onNodeWithText(German.close).performClick()
        }
        assertEquals(1, closed)
    }

    @Test
    fun everyReasonHasWordsOfItsOwn() {
        val file = Path.of("/file")
        val all = listOf(
            CannotStart.Usage(), CannotStart.NotSetUp(file), CannotStart.Unreadable(file), CannotStart.WrongLine(file, 7),
            CannotStart.WrongSetting(file, "connector"), CannotStart.DataFolder(file), CannotStart.NoSecretService(),
            CannotStart.SecretsElsewhere(), CannotStart.SecretsExposed(file), CannotStart.SecretsDamaged(file),
            CannotStart.NotAnswering(), CannotStart.NoScreen(), CannotStart.Internal(),
        )
        for (texts in listOf(German, English)) {
            val said = all.map { it.text(texts) }
            assertEquals(said.distinct(), said)
            assertTrue(said.none { it.isBlank() })
        }
    }
}
