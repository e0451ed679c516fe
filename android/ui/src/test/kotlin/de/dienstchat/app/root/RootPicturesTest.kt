package de.dienstchat.app.root

import de.dienstchat.app.pictures.pictures
import kotlin.test.Test

class RootPicturesTest {
    @Test
    fun pictures() = pictures("root") {
        picture("starting") { StartingView() }
        picture("locked") { LockView(onUnlock = {}) }
        for (failure in StartFailure.entries) {
            val name = failure.name.lowercase().replace('_', '-')
            picture("start-failed-$name") { StartFailedView(failure, onRetry = {}) }
        }
    }
}
