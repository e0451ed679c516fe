#!/usr/bin/env python3
"""Generates the Kotlin or the Swift sources from the library that Cargo builds.

The sources are never committed: Maven calls this before it compiles, see kotlin/pom.xml; the Swift
package asks for it. Standard library only.
"""

import argparse
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Exactly what ./dev builds, so that nothing is compiled twice. The tests against the running stack
# also start the programs.
BUILD = ("cargo", "build", "--workspace", "--all-features", "--bins", "--tests")
SWIFT = ROOT / "bindings" / "swift"
LIBRARIES = ("libdienstchat_ffi.so", "libdienstchat_ffi.dylib", "dienstchat_ffi.dll")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("language", choices=("kotlin", "swift"))
    parser.add_argument("out", type=Path, nargs="?",
                        help="the folder to generate into; for Swift, the package when left out")
    build = parser.add_argument_group("what is taken").add_mutually_exclusive_group()
    build.add_argument("--build", action="store_true", help="build with Cargo first (the default)")
    build.add_argument("--no-build", action="store_true", help="take what was built last")
    arguments = parser.parse_args()
    if arguments.out is None and arguments.language == "kotlin":
        parser.error("Kotlin needs a folder")

    programs = target() / "debug"
    if not arguments.no_build:
        run(BUILD, cwd=ROOT, env={**os.environ, "CARGO_TARGET_DIR": str(target())})
    out = (arguments.out or SWIFT).absolute()
    {"kotlin": kotlin, "swift": swift}[arguments.language](out, programs)


def kotlin(out, programs):
    """Sources, the library for JNA, and where the tests find the programs."""
    sources = out / "generated-sources" / "uniffi"
    library = generate("kotlin", sources, programs)
    edit(sources / "de" / "dienstchat" / "dienstchat.kt")
    native = out / "native"
    fresh(native)
    try:
        (native / library.name).symlink_to(library)
    except OSError:  # Windows allows links to administrators only
        shutil.copy2(library, native / library.name)
    directory = str(programs).replace("\\", "\\\\")
    (out / "programs.properties").write_text(f"directory={directory}\n", encoding="utf-8")


def edit(source):
    """What uniffi has no setting for."""
    text = source.read_text(encoding="utf-8")
    # It polls on the thread of the caller, which may be an app's main thread; a poll may read the
    # disk.
    poll = "suspendCancellableCoroutine<Byte> {"
    if text.count(poll) != 1:
        sys.exit(f"{source} does not poll as expected: see what uniffi generates now")
    # It lets go of a call there too, and whoever was cancelled does so in the middle of one: that has
    # much to end, and calls what the shell implements.
    free = "        freeFunc(rustFuture)\n"
    if text.count(free) != 1:
        sys.exit(f"{source} does not free as expected: see what uniffi generates now")
    text = text.replace(free, "        uniffiFreeOnIo(rustFuture, freeFunc)\n")
    # The outer context keeps what is to be returned when the caller is cancelled meanwhile.
    text = text.replace(poll, "uniffiPollOnIo {") + """
private suspend fun uniffiPollOnIo(poll: (CancellableContinuation<Byte>) -> Unit): Byte =
    kotlinx.coroutines.withContext(kotlinx.coroutines.Dispatchers.IO) {
        suspendCancellableCoroutine(poll)
    }

private suspend fun uniffiFreeOnIo(rustFuture: Long, free: (Long) -> Unit): Unit =
    kotlinx.coroutines.withContext(kotlinx.coroutines.NonCancellable) {
        kotlinx.coroutines.withContext(kotlinx.coroutines.Dispatchers.IO) { free(rustFuture) }
    }
"""
    # Machinery that is public for its own sake, and says everything twice in the documentation.
    text = re.sub(r"\n \*/\n(public interface \w+Interface \{|open class \w+Impl:)",
                  r"\n * @suppress\n */\n\1", text)
    text = re.sub(r"\n( *)(companion object ErrorHandler |override fun destroy\(\) \{)",
                  r"\n\1/** @suppress */\n\1\2", text)
    gone = "     * Whether the current object has been destroyed"
    text = text.replace(gone, f"     * @suppress\n{gone}")
    text = text.replace("class InternalException(", "/** @suppress */\nclass InternalException(")
    source.write_text(text, encoding="utf-8")


def swift(package, programs):
    """Dienstchat.swift, the C module that it imports, the library to link with, and where the tests
    find the programs. A file that says the same is left alone, so that nothing is compiled anew."""
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        library = generate("swift", scratch / "generated", programs)
        generated = scratch / "generated"
        unquote(generated)
        module = package / "Sources" / "DienstchatFFI"
        replace(generated / "Dienstchat.swift",
                package / "Sources" / "Dienstchat" / "Generated" / "Dienstchat.swift")
        replace(generated / "DienstchatFFI.h", module / "DienstchatFFI.h")
        replace(generated / "DienstchatFFI.modulemap", module / "module.modulemap")
        (scratch / "programs").write_text(str(programs), encoding="utf-8")
        replace(scratch / "programs", package / "native" / "programs")
    link = package / "native" / library.name
    link.unlink(missing_ok=True)
    link.symlink_to(library)


def unquote(generated):
    """A method of a foreign trait that is called like a Swift keyword is quoted where it must not be:
    as a field in C, and as the label of that field."""
    header = generated / "DienstchatFFI.h"
    header.write_text(header.read_text(encoding="utf-8").replace("`", ""), encoding="utf-8")
    source = generated / "Dienstchat.swift"
    text = re.sub(r"^( +)`(\w+)`: \{", r"\1\2: {", source.read_text(encoding="utf-8"), flags=re.M)
    source.write_text(text, encoding="utf-8")


def replace(new, old):
    if not old.exists() or not filecmp.cmp(new, old, shallow=False):
        old.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(new, old)


def generate(language, out, programs):
    # The copy outside "deps" is as old as the last build that asked for the library by name.
    library = next(filter(Path.exists, map((programs / "deps").joinpath, LIBRARIES)), None)
    if library is None:
        sys.exit(f"{programs} holds no library: leave out --no-build")
    fresh(out)
    run([programs / "uniffi-bindgen", "generate", "--config", ROOT / "uniffi.toml", "--no-format",
         "--language", language, "--out-dir", out, library], cwd=ROOT)
    return library


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
