package de.dienstchat.app.licences

/** What is inside the app, and under which licences; [components] are none until they are read. */
data class LicencesState(val components: List<Component>? = null)

/** Something that the app is built with; [licence] by its SPDX name. */
data class Component(val name: String, val version: String, val licence: String)
