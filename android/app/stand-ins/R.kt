package de.dienstchat.app.android

/** In place of what Android's build tools make of the resources. */
@Suppress("ClassName", "ConstPropertyName")
object R {
    object drawable {
        const val notification: Int = 0x7f010001
    }
}
