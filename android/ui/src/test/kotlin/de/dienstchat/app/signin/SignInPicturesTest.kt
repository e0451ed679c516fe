package de.dienstchat.app.signin

import de.dienstchat.app.pictures.pictures
import kotlin.test.Test

class SignInPicturesTest {
    private fun at(step: Step) = SignInState("Rettung XYZ", step)

    @Test
    fun pictures() = pictures("signin") {
        picture("explain") { SignInView(at(Step.Explain), on = {}) }
        picture("in-browser") { SignInView(at(Step.InBrowser), on = {}) }
        picture("by-hand") { SignInView(at(Step.ByHand()), on = {}) }
        picture("by-hand-copied") { SignInView(at(Step.ByHand(Copied.DONE)), on = {}) }
        picture("finishing") { SignInView(at(Step.Finishing), on = {}) }
        for (problem in Problem.entries) {
            picture(problem.name.lowercase().replace('_', '-')) { SignInView(at(Step.Failed(problem)), on = {}) }
        }
    }
}
