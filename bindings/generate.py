#!/usr/bin/env python3
"""Generates the Kotlin or the Swift sources from the library that Cargo builds.

The sources are never committed: Maven calls this before it compiles, see kotlin/pom.xml.
Standard library only.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Exactly what ./dev builds, so that nothing is compiled twice. The tests against the running stack
# also start the programs.
BUILD = ("cargo", "build", "--workspace", "--all-features", "--bins", "--tests")
LIBRARIES = ("libdienstchat_ffi.so", "libdienstchat_ffi.dylib", "dienstchat_ffi.dll")
# What Kotlin polls, it would poll on the thread of the caller, which may be an app's main thread;
# and a poll may read the disk.
KOTLIN_POLL = "suspendCancellableCoroutine<Byte> {"
KOTLIN_POLL_ON_IO = """
private suspend fun uniffiPollOnIo(poll: (CancellableContinuation<Byte>) -> Unit): Byte =
    kotlinx.coroutines.withContext(kotlinx.coroutines.Dispatchers.IO) {
        suspendCancellableCoroutine(poll)
    }
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("language", choices=("kotlin", "swift"))
    parser.add_argument("out", type=Path, help="the folder to generate into")
    build = parser.add_argument_group("what is taken").add_mutually_exclusive_group()
    build.add_argument("--build", action="store_true", help="build with Cargo first (the default)")
    build.add_argument("--no-build", action="store_true", help="take what was built last")
    parser.add_argument("--check", action="store_true", help="type-check the Swift sources")
    arguments = parser.parse_args()

    programs = target() / "debug"
    if not arguments.no_build:
        run(BUILD, cwd=ROOT, env={**os.environ, "CARGO_TARGET_DIR": str(target())})
    {"kotlin": kotlin, "swift": swift}[arguments.language](arguments.out.absolute(), programs)
    if arguments.check and arguments.language == "swift":
        check_swift(arguments.out.absolute())


def kotlin(out, programs):
    """Sources, the library for JNA, and where the tests find the programs."""
    sources = out / "generated-sources" / "uniffi"
    library = generate("kotlin", sources, programs)
    poll_on_io(sources / "de" / "dienstchat" / "dienstchat.kt")
    native = out / "native"
    fresh(native)
    try:
        (native / library.name).symlink_to(library)
    except OSError:  # Windows allows links to administrators only
        shutil.copy2(library, native / library.name)
    directory = str(programs).replace("\\", "\\\\")
    (out / "programs.properties").write_text(f"directory={directory}\n", encoding="utf-8")


def poll_on_io(source):
    """Has the suspending functions poll on a thread that may wait for the disk."""
    text = source.read_text(encoding="utf-8")
    if text.count(KOTLIN_POLL) != 1:
        sys.exit(f"{source} does not poll as expected: see what uniffi generates now")
    text = text.replace(KOTLIN_POLL, "uniffiPollOnIo {") + KOTLIN_POLL_ON_IO
    source.write_text(text, encoding="utf-8")


def swift(out, programs):
    """Dienstchat.swift and the C module that it imports."""
    generate("swift", out, programs)
    (out / "DienstchatFFI.modulemap").rename(out / "module.modulemap")


def generate(language, out, programs):
    # The copy outside "deps" is as old as the last build that asked for the library by name.
    library = next(filter(Path.exists, map((programs / "deps").joinpath, LIBRARIES)), None)
    if library is None:
        sys.exit(f"{programs} holds no library: leave out --no-build")
    fresh(out)
    run([programs / "uniffi-bindgen", "generate", "--config", ROOT / "uniffi.toml", "--no-format",
         "--language", language, "--out-dir", out, library], cwd=ROOT)
    return library


def check_swift(out):
    """In Swift 6 mode, so with complete concurrency checking; warnings are errors."""
    if not shutil.which("swiftc"):
        print("The Swift sources were generated, but not checked: swiftc is missing, "
              "see https://swift.org/install")
        return
    run(["swiftc", "-typecheck", "-swift-version", "6", "-warnings-as-errors",
         "-module-name", "Dienstchat", "-I", out, out / "Dienstchat.swift"], cwd=out)
    print("The Swift sources were checked.")


def target():
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).absolute()


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def run(command, **options):
    code = subprocess.run(command, **options).returncode
    if code != 0:
        # The program has said why.
        sys.exit(code if code > 0 else 128 - code)


if __name__ == "__main__":
    main()
