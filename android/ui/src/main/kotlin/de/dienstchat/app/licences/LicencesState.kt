package de.dienstchat.app.licences

/**
 * What is inside the app, and under which licences.
 *
 * @property components None until they are read.
 */
data class LicencesState(val components: List<Component>? = null, val expanded: Expanded? = null)

/**
 * Something that the app is built with.
 *
 * @property licence By its SPDX name.
 * @property texts The names of the texts that belong to it.
 */
data class Component(val name: String, val version: String, val licence: String, val texts: List<String>)

/**
 * The component whose licence is shown.
 *
 * @property paragraphs What it says; none until it is read.
 */
data class Expanded(val component: Component, val paragraphs: List<String>? = null)
