package androidx.activity.compose

import androidx.activity.ComponentActivity
import androidx.compose.runtime.Composable

/** In place of androidx's. */
fun ComponentActivity.setContent(content: @Composable () -> Unit) {
    this.content = content
}
