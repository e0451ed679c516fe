package de.dienstchat.app.android.keystore

/** Records that ask [step] before and after each change, which may throw. */
class StepRecords(private val records: Records) : Records {
    var step: (String) -> Unit = {}

    override fun read(name: String): ByteArray? {
        step("read")
        return records.read(name)
    }

    override fun replace(name: String, record: ByteArray) {
        step("before replacing")
        records.replace(name, record)
        step("after replacing")
    }

    override fun remove(name: String) {
        step("before removing")
        records.remove(name)
        step("after removing")
    }
}
