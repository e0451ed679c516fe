#!/usr/bin/env python3
"""Measures what crossing the boundary between Swift and Rust costs, with the library as it ships.

Called by ./dev bench ffi, with cargo and swift on the path. Standard library only.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).absolute()
PROGRAM = "dienstchat-bench-swift"
# As bindings/size/measure.py builds it, so that it is built once.
LIBRARY = ("cargo", "rustc", "--profile", "ship", "-p", "dienstchat-ffi", "--lib",
           "--crate-type", "cdylib")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--no-build", action="store_true",
                        help="take the library and the sources as they were made last")
    arguments = parser.parse_args()
    environment = {**os.environ, "CARGO_TARGET_DIR": str(TARGET),
                   "DIENSTCHAT_LIBRARY_DIR": str(TARGET / "ship")}
    build = ("swift", "build", "--configuration", "release", "--product", PROGRAM,
             "--package-path", PACKAGE, "--scratch-path", TARGET / "swift-bench")
    # Standard output is for the figures.
    print("==> The library as it ships, and the program (the first build takes minutes)",
          file=sys.stderr, flush=True)
    if not arguments.no_build:
        run((sys.executable, "-B", PACKAGE.parent / "generate.py", "swift"), environment, sys.stderr)
        run(LIBRARY, environment, sys.stderr)
    run(build, environment, sys.stderr)
    run((TARGET / "swift-bench" / "release" / PROGRAM, *(["--json"] if arguments.json else [])),
        environment, None)


def run(command, environment, output):
    code = subprocess.run(command, cwd=ROOT, env=environment, stdout=output).returncode
    if code != 0:
        # The program has said why.
        sys.exit(code if code > 0 else 128 - code)


if __name__ == "__main__":
    main()
