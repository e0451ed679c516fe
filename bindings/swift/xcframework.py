#!/usr/bin/env python3
"""Makes DienstchatFFI.xcframework: the library for iPhone, simulator and both kinds of Mac.

It takes a Mac with Xcode and rustup. Afterwards this folder is a package that Xcode takes as it is;
DienstchatFFI.xcframework.zip with its checksum is for a package that names it by its address.
Standard library only.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).absolute()
WORK = TARGET / "xcframework"
OUT = PACKAGE / "DienstchatFFI.xcframework"
LIBRARY = "libdienstchat_ffi.a"
PROFILE = "ship"
# As in Package.swift.
SYSTEMS = {"IPHONEOS_DEPLOYMENT_TARGET": "16.0", "MACOSX_DEPLOYMENT_TARGET": "13.0"}
# One library in the framework for each of these: what several processors share is one file.
VARIANTS = {
    "device": ["aarch64-apple-ios"],
    "simulator": ["aarch64-apple-ios-sim", "x86_64-apple-ios"],
    "mac": ["aarch64-apple-darwin", "x86_64-apple-darwin"],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--dry-run", action="store_true", help="print the commands, run none")
    dry = parser.parse_args().dry_run
    if not dry:
        check_tools()
    for command in commands():
        # From the root, as they are printed.
        print(" ".join(shlex.quote(word) for word in command), flush=True)
        if not dry:
            code = subprocess.run(command, cwd=ROOT).returncode
            if code != 0:
                sys.exit(code if code > 0 else 128 - code)


def commands():
    yield ["python3", path(PACKAGE.parent / "generate.py"), "swift"]
    targets = [target for variant in VARIANTS.values() for target in variant]
    yield ["rustup", "target", "add", *targets]
    for target in targets:
        # A library to link into an app; Cargo.toml names those that are loaded.
        yield ["env", *(f"{name}={value}" for name, value in SYSTEMS.items()),
               "cargo", "rustc", "--locked", "--package", "dienstchat-ffi", "--lib",
               "--crate-type", "staticlib", "--profile", PROFILE, "--target", target]

    # A folder of the module's name, so that other frameworks' module maps do not get in the way.
    headers = WORK / "headers"
    yield ["rm", "-rf", path(WORK), path(OUT), path(zipped())]
    yield ["mkdir", "-p", path(headers / "DienstchatFFI"),
           *(path(WORK / variant) for variant in VARIANTS)]
    sources = PACKAGE / "Sources" / "DienstchatFFI"
    yield ["cp", path(sources / "DienstchatFFI.h"), path(sources / "module.modulemap"),
           path(headers / "DienstchatFFI")]
    for variant, targets in VARIANTS.items():
        built = [path(TARGET / target / PROFILE / LIBRARY) for target in targets]
        yield ["lipo", "-create", *built, "-output", path(WORK / variant / LIBRARY)]
    libraries = [word for variant in VARIANTS
                 for word in ("-library", path(WORK / variant / LIBRARY),
                              "-headers", path(headers))]
    yield ["xcodebuild", "-create-xcframework", *libraries, "-output", path(OUT)]
    yield ["ditto", "-c", "-k", "--sequesterRsrc", "--keepParent", path(OUT), path(zipped())]
    yield ["swift", "package", "compute-checksum", path(zipped())]


def check_tools():
    missing = [tool for tool in ("rustup", "cargo", "lipo", "xcodebuild", "ditto", "swift")
               if not shutil.which(tool)]
    if missing:
        sys.exit(f"missing: {', '.join(missing)} (this takes a Mac with Xcode, and https://rustup.rs)")


def zipped():
    return OUT.with_name(f"{OUT.name}.zip")


def path(file):
    return os.path.relpath(file, ROOT)


if __name__ == "__main__":
    main()
