package de.dienstchat.app.desktop

import de.dienstchat.app.texts.Texts
import java.nio.file.Path

/** Why the app cannot start, in words for the person at the desk. */
internal sealed class CannotStart : Exception() {
    /** What to tell them. */
    abstract fun text(texts: Texts): String

    /** The command line is not understood. */
    class Usage : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopUsage
    }

    /** Nobody has said where the connector is. */
    class NotSetUp(private val file: Path) : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopNotSetUp(file.toString())
    }

    /** A file that is needed cannot be read. */
    class Unreadable(private val file: Path) : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopUnreadable(file.toString())
    }

    /** A line of the configuration says nothing that is understood. */
    class WrongLine(private val file: Path, private val line: Int) : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopWrongLine(file.toString(), line.toString())
    }

    /** What the configuration says of this is not valid. */
    class WrongSetting(private val file: Path, private val key: String) : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopWrongSetting(file.toString(), key)
    }

    /** The data folder cannot be used. */
    class DataFolder(private val folder: Path) : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopDataFolder(folder.toString())
    }

    /** The system keeps no secrets for programs. */
    class NoSecretService : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopNoSecretService
    }

    /** The secrets of this data folder lie elsewhere than asked for. */
    class SecretsElsewhere : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopSecretsElsewhere
    }

    /** Others can read the file of secrets. */
    class SecretsExposed(private val file: Path) : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopSecretsExposed(file.toString())
    }

    /** A file of the key store is damaged. */
    class SecretsDamaged(private val file: Path) : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopSecretsDamaged(file.toString())
    }

    /** The app runs already, and does not answer. */
    class NotAnswering : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopNotAnswering
    }

    /** There is no screen for its window. */
    class NoScreen : CannotStart() {
        override fun text(texts: Texts): String = texts.desktopNoScreen
    }

    /** A fault of ours. */
    class Internal : CannotStart() {
        override fun text(texts: Texts): String = texts.internalError
    }
}
