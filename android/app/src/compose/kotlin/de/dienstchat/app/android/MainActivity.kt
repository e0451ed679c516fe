package de.dienstchat.app.android

import android.content.Intent
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import de.dienstchat.app.android.activity.ActivityShell
import de.dienstchat.app.android.process.DienstchatApplication
import de.dienstchat.app.root.App

/** The one activity. It decides nothing: [ActivityShell] does, and the screens are the same everywhere. */
class MainActivity : ComponentActivity() {
    private val shell by lazy { ActivityShell(this, (application as DienstchatApplication).process) }

    override fun onCreate(savedInstanceState: Bundle?) {
        enableEdgeToEdge()
        super.onCreate(savedInstanceState)
        shell.create(savedInstanceState) { ready ->
            setContent { App(ready.model, ready.platform, ready.preferences, backProgress = { shell.backProgress }) }
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        shell.arrive(intent)
    }

    override fun onStart() {
        super.onStart()
        shell.start()
    }

    override fun onStop() {
        shell.stop()
        super.onStop()
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        shell.save(outState)
    }

    override fun onDestroy() {
        shell.destroy()
        super.onDestroy()
    }

    @Suppress("OVERRIDE_DEPRECATION", "DEPRECATION")
    override fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?) {
        super.onActivityResult(requestCode, resultCode, data)
        shell.result(requestCode, resultCode)
    }

    @Suppress("OVERRIDE_DEPRECATION", "DEPRECATION")
    override fun onBackPressed() {
        if (!shell.back()) super.onBackPressed()
    }
}
