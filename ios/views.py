#!/usr/bin/env python3
"""Looks at the app's views, which only Xcode can build: views.py MODULES

Each file has to parse by itself. On Linux the compiler then checks the types of all of them, with
stand-ins for Apple's frameworks; MODULES is where `swift build` has put this package's modules. Needs
`swiftc` on the path, and the standard library only.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

IOS = Path(__file__).resolve().parent
APP = IOS / "App"
STAND_INS = IOS / "StandIns"
SWIFT = IOS.parent / "bindings" / "swift"
FFI = SWIFT / "Sources" / "DienstchatFFI"
# What project.yml takes from elsewhere.
SHARED = SWIFT / "Tests" / "DienstchatTests" / "Samples" / "KeychainKeyStore.swift"
# Those that others stand on come first.
FRAMEWORKS = ("UIKit", "SwiftUI", "AuthenticationServices", "LocalAuthentication", "Network",
              "BackgroundTasks", "Security")
SWIFT_6 = ("-swift-version", "6", "-enable-upcoming-feature", "ExistentialAny")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    files = sorted(APP.rglob("*.swift"))
    if len(files) < 20:
        sys.exit(f"only {len(files)} files of the app were found")
    files.append(SHARED)
    wrong = [str(file.relative_to(IOS.parent)) for file in files
             if not swiftc("-frontend", "-parse", "-swift-version", "6", file)]
    if wrong:
        sys.exit(f"does not parse: {', '.join(wrong)}")
    print(f"{len(files)} files of the app parse.", flush=True)
    if sys.platform == "darwin":
        print("Their types are for Xcode.")
    elif not types(files, Path(sys.argv[1])):
        sys.exit("the types of the views are wrong")
    else:
        print("Their types are right, as far as stand-ins can tell.")


def types(files, modules):
    with tempfile.TemporaryDirectory() as scratch:
        for name in FRAMEWORKS:
            if not swiftc(*SWIFT_6, "-parse-as-library", "-module-name", name, "-I", scratch, "-emit-module",
                          "-emit-module-path", f"{scratch}/{name}.swiftmodule", "-suppress-warnings",
                          STAND_INS / f"{name}.swift"):
                sys.exit(f"the stand-in for {name} does not compile")
        return swiftc(*SWIFT_6, "-typecheck", "-wmo", "-warnings-as-errors", "-parse-as-library", "-module-name", "App",
                      "-I", scratch, "-I", modules, "-I", FFI, *files)


def swiftc(*arguments):
    return subprocess.run(["swiftc", *map(str, arguments)]).returncode == 0


if __name__ == "__main__":
    main()
