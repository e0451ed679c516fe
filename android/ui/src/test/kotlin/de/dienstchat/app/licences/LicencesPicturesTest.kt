package de.dienstchat.app.licences

import de.dienstchat.app.pictures.pictures
import kotlin.test.Test

class LicencesPicturesTest {
    // Not the real list: it changes with each dependency.
    private val some = LicencesState(
        listOf(
            Component("aes", "0.9.4", "MIT OR Apache-2.0", listOf("text")),
            Component("androidx.annotation:annotation-jvm", "1.9.1", "Apache-2.0", listOf("text")),
            Component("rusqlite", "0.39.0", "MIT", listOf("text")),
            Component("SQLCipher", "(libsqlite3-sys 0.37.0)", "BSD-3-Clause", listOf("text")),
            Component("uniffi", "0.32.2", "MPL-2.0", listOf("text")),
            Component("vodozemac", "0.10.0", "Apache-2.0", listOf("text")),
        ),
    )

    private val said = listOf(
        "Copyright (c) 2014 The rusqlite developers",
        "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and " +
            "associated documentation files (the \"Software\"), to deal in the Software without restriction.",
    )

    @Test
    fun pictures() = pictures("licences") {
        picture("list") { LicencesView(some, on = {}) }
        val rusqlite = checkNotNull(some.components).single { it.name == "rusqlite" }
        picture("expanded") { LicencesView(some.copy(expanded = Expanded(rusqlite, said)), on = {}) }
        picture("loading") { LicencesView(LicencesState(), on = {}) }
    }
}
