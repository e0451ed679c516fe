package de.dienstchat

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** A call on the disk, off the caller's thread. */
internal suspend fun <T> onDisk(call: () -> T): T = withContext(Dispatchers.IO) { call() }
