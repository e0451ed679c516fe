package androidx.activity

import android.app.Activity
import androidx.compose.runtime.Composable

/** In place of androidx's, as far as the app uses it: what is to be shown is kept and not shown. */
open class ComponentActivity : Activity() {
    /** What [androidx.activity.compose.setContent] was given. */
    var content: (@Composable () -> Unit)? = null
}

/** In place of androidx's. */
fun ComponentActivity.enableEdgeToEdge(): Unit = window.setDecorFitsSystemWindows(false)
