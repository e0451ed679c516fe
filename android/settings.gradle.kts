// The app for Android. What Maven builds of it, and tests, says README.md.

pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
        // The Java part of the certificate verifier; Cargo does not bring it.
        maven("https://github.com/rustls/rustls-platform-verifier/raw/maven-archive/android-release-support/maven/") {
            content { includeGroup("org.rustls") }
        }
    }
    versionCatalogs {
        // One catalogue for the package and the app.
        create("libs") { from(files("../bindings/kotlin/gradle/libs.versions.toml")) }
    }
}

rootProject.name = "dienstchat-android"

// Stands for de.dienstchat:dienstchat, with the library for each ABI.
includeBuild("../bindings/kotlin")

include(":ui", ":app")
