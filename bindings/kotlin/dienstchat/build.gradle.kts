plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.dokka)
    `maven-publish`
}

android {
    namespace = "de.dienstchat"
    compileSdk = libs.versions.compile.sdk.get().toInt()
    ndkVersion = libs.versions.ndk.get()

    defaultConfig {
        minSdk = libs.versions.min.sdk.get().toInt()
        consumerProguardFiles("consumer-rules.pro")
    }

    sourceSets.named("main") {
        kotlin.srcDir("src/android/kotlin")
    }
    // Maven runs the tests, with the library for this machine.
    sourceSets.named("test") {
        java.setSrcDirs(emptyList<Any>())
        kotlin.setSrcDirs(emptyList<Any>())
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    publishing {
        singleVariant("release") {
            withSourcesJar()
        }
    }
}

kotlin {
    explicitApi()
    jvmToolchain(17)
    compilerOptions {
        allWarningsAsErrors = true
    }
}

dependencies {
    api(project(":generated"))
    api(libs.coroutines.core)
    implementation(libs.coroutines.android)
    implementation(variantOf(libs.jna) { artifactType("aar") })
    implementation("org.rustls:rustls-platform-verifier:${rustlsVersion()}")
}

/** The version of the certificate verifier's Java part, which must be that of its Rust part. */
fun rustlsVersion(): String {
    val lock = providers.fileContents(layout.projectDirectory.file("../../../Cargo.lock"))
    val lines = lock.asText.get().lines()
    val at = lines.indexOf("name = \"rustls-platform-verifier-android\"")
    check(at >= 0) { "Cargo.lock does not name rustls-platform-verifier-android" }
    return lines[at + 1].removeSurrounding("version = \"", "\"")
}

// The library, by cargo-ndk, as small as it ships: the debug variant has the same one.

/** Puts the library for each ABI where Android's plugin looks for it. */
abstract class CargoNdk @Inject constructor(private val exec: ExecOperations) : DefaultTask() {
    @get:Internal
    abstract val workspace: DirectoryProperty

    @get:Internal
    abstract val ndk: DirectoryProperty

    @get:Input
    abstract val abis: ListProperty<String>

    @get:Input
    abstract val platform: Property<String>

    @get:OutputDirectory
    abstract val libraries: DirectoryProperty

    @TaskAction
    fun build() {
        exec.exec {
            workingDir(workspace)
            environment("ANDROID_NDK_HOME", ndk.get().asFile)
            // Android devices may have pages of 16 KiB; those of 32 bits do not.
            val pages = "-C link-arg=-Wl,-z,max-page-size=16384"
            environment("CARGO_TARGET_AARCH64_LINUX_ANDROID_RUSTFLAGS", pages)
            environment("CARGO_TARGET_X86_64_LINUX_ANDROID_RUSTFLAGS", pages)
            commandLine("cargo", "ndk")
            abis.get().forEach { args("--target", it) }
            args("--platform", platform.get(), "--output-dir", libraries.get().asFile)
            // With the crate type that it has for other Rust crates, it would not be as small.
            args("rustc", "--locked", "--profile", "ship", "--package", "dienstchat-ffi")
            args("--lib", "--crate-type", "cdylib")
        }
    }
}

val cargoNdk = tasks.register<CargoNdk>("cargoNdk") {
    description = "Builds the library for Android's ABIs."
    workspace = layout.projectDirectory.dir("../../..")
    ndk = androidComponents.sdkComponents.ndkDirectory
    abis = listOf("arm64-v8a", "armeabi-v7a", "x86_64")
    platform = libs.versions.min.sdk
    // Cargo knows best what is new, so it is always asked.
    outputs.upToDateWhen { false }
}

androidComponents {
    onVariants { variant ->
        variant.sources.jniLibs?.addGeneratedSourceDirectory(cargoNdk, CargoNdk::libraries)
    }
}

publishing {
    publications {
        register<MavenPublication>("release") {
            artifactId = "dienstchat-android"
            afterEvaluate { from(components["release"]) }
        }
    }
}
