// The sources that uniffi generates from the library; nothing here is written by hand.

plugins {
    alias(libs.plugins.kotlin.jvm)
    `maven-publish`
}

// Cargo knows best what is new, so it is always asked.
val generate = tasks.register<Exec>("generate") {
    description = "Builds the library for this machine and generates the Kotlin sources from it."
    val python = providers.gradleProperty("python").orElse("python3")
    val cargo = providers.gradleProperty("dienstchat.cargo").orElse("build")
    val out = layout.buildDirectory.dir("uniffi")
    commandLine(
        python.get(),
        layout.projectDirectory.file("../../generate.py").asFile,
        "kotlin",
        out.get().asFile,
        "--${cargo.get()}",
    )
    outputs.dir(out.map { it.dir("generated-sources/uniffi") })
    outputs.upToDateWhen { false }
}

kotlin {
    jvmToolchain(17)
    sourceSets.main {
        kotlin.srcDir(generate)
    }
}

dependencies {
    implementation(libs.coroutines.core)
    // The Android module brings the AAR of the same version, with the libraries for each ABI.
    compileOnly(libs.jna)
}

java {
    withSourcesJar()
}

publishing {
    publications {
        register<MavenPublication>("release") {
            // What Maven publishes as dienstchat-generated takes JNA's JAR, and this its AAR.
            artifactId = "dienstchat-generated-android"
            from(components["java"])
        }
    }
}
