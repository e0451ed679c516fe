// The screens, from the sources that Maven builds for the desktop.

plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.kotlin.compose)
}

/** Writes what users read as Kotlin. */
abstract class Texts @Inject constructor(private val exec: ExecOperations) : DefaultTask() {
    @get:InputDirectory
    @get:PathSensitive(PathSensitivity.RELATIVE)
    abstract val texts: DirectoryProperty

    @get:Input
    abstract val python: Property<String>

    @get:OutputDirectory
    abstract val sources: DirectoryProperty

    @TaskAction
    fun generate() {
        exec.exec {
            commandLine(python.get(), texts.file("generate.py").get().asFile, "kotlin", sources.get().asFile)
        }
    }
}

val texts = tasks.register<Texts>("texts") {
    description = "Generates what users read."
    texts = layout.projectDirectory.dir("../../texts")
    python = providers.gradleProperty("python").orElse("python3")
}

android {
    namespace = "de.dienstchat.app"
    compileSdk = libs.versions.compile.sdk.get().toInt()

    defaultConfig {
        minSdk = libs.versions.min.sdk.get().toInt()
    }

    buildFeatures {
        compose = true
    }

    // Maven runs the tests.
    sourceSets.named("test") {
        java.setSrcDirs(emptyList<Any>())
        kotlin.setSrcDirs(emptyList<Any>())
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

androidComponents {
    onVariants { variant ->
        variant.sources.kotlin?.addGeneratedSourceDirectory(texts, Texts::sources)
    }
}

kotlin {
    jvmToolchain(17)
    compilerOptions {
        allWarningsAsErrors = true
    }
}

dependencies {
    // The composite build has it, in the version of this checkout.
    api("de.dienstchat:dienstchat:$version")
    api(libs.compose.runtime)
    api(libs.compose.ui)
    implementation(libs.compose.animation)
    api(libs.compose.foundation)
    api(libs.compose.material3)
    implementation(libs.coroutines.core)
}
