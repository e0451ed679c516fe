// The app that ships.

plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.kotlin.compose)
}

// Whose servers, whose issuers: README.md.
val publisher = providers.gradleProperty("dienstchat.publisher")
    .map { rootProject.file(it) }
    .orElse(layout.projectDirectory.file("publisher/publisher.toml").asFile)

/** What the manifest has to name of the publisher's file; PublisherConfig reads the same. */
fun published(what: String, regex: String): String {
    val text = providers.fileContents(layout.file(publisher)).asText.get()
    return checkNotNull(Regex(regex).find(text)) { "${publisher.get()}: $what is missing" }.groupValues.last()
}

/** Puts the publisher's file among the assets, under the name by which the app knows it. */
abstract class PublisherAsset @Inject constructor(private val files: FileSystemOperations) : DefaultTask() {
    @get:InputFile
    @get:PathSensitive(PathSensitivity.NONE)
    abstract val file: RegularFileProperty

    @get:OutputDirectory
    abstract val assets: DirectoryProperty

    @TaskAction
    fun copy() {
        files.sync {
            from(file) { rename { "publisher.toml" } }
            into(assets)
        }
    }
}

val publisherAsset = tasks.register<PublisherAsset>("publisherAsset") {
    description = "Packs the publisher's file."
    file = layout.file(publisher)
}

android {
    namespace = "de.dienstchat.app.android"
    compileSdk = libs.versions.compile.sdk.get().toInt()
    ndkVersion = libs.versions.ndk.get()

    defaultConfig {
        applicationId = providers.gradleProperty("dienstchat.application").orElse("de.dienstchat.app").get()
        minSdk = libs.versions.min.sdk.get().toInt()
        targetSdk = libs.versions.compile.sdk.get().toInt()
        versionCode = providers.gradleProperty("dienstchat.versionCode").map(String::toInt).orElse(1).get()
        versionName = version.toString()
        manifestPlaceholders["appHost"] =
            published("app_hosts with one host", """(?m)^app_hosts *= *\[ *"https://([^"/]+)/?" *]""")
        manifestPlaceholders["redirectScheme"] = published(
            "a redirect URI with a scheme of the app's own",
            """(?m)^redirect_uris *=[^#\n]*"((?!https?:)[a-z][a-z0-9+.-]*):[^"]+"""",
        )
    }

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            // What native code finds by name comes with the package: its consumer-rules.pro.
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "rules.pro")
        }
    }

    buildFeatures {
        compose = true
    }

    androidResources {
        // Each app can be given a language of its own in the system's settings.
        generateLocaleConfig = true
        localeFilters += listOf("de", "en")
    }

    sourceSets.named("main") {
        kotlin.srcDir("src/compose/kotlin")
    }
    // Maven runs the tests, with stand-ins for what it does not have.
    sourceSets.named("test") {
        java.setSrcDirs(emptyList<Any>())
        kotlin.setSrcDirs(emptyList<Any>())
        resources.setSrcDirs(emptyList<Any>())
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

androidComponents {
    onVariants { variant ->
        variant.sources.assets?.addGeneratedSourceDirectory(publisherAsset, PublisherAsset::assets)
    }
}

kotlin {
    jvmToolchain(17)
    compilerOptions {
        allWarningsAsErrors = true
    }
}

dependencies {
    implementation(project(":ui"))
    implementation(libs.androidx.activity.compose)
    implementation(libs.coroutines.android)
}
