package de.dienstchat.app.components

import de.dienstchat.app.pictures.pictures
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.LocalTexts
import kotlin.test.Test

class ComponentsPicturesTest {
    @Test
    fun pictures() = pictures("components") {
        picture("notice") {
            val texts = LocalTexts.current
            Screen(
                texts.dutiesTitle,
                onBack = {},
                actions = { IconAction(Icons.Settings, texts.settings, onClick = {}) },
                below = { OfflineStrip() },
            ) { padding ->
                Notice(
                    Icons.Chat,
                    texts.dutiesEmpty,
                    texts.dutiesEmptyHint,
                    primary = Action(texts.dutiesRefresh) {},
                    secondary = Action(texts.signIn) {},
                    padding = padding,
                )
            }
        }
    }
}
