#!/usr/bin/env python3
"""Builds the library as apps ship it, and says how large it is and whose its bytes are.

Called by ./dev bench ffi; the budget is checked by test_size.py beside it. Standard library only;
`strip` comes with every C compiler.
"""

import argparse
import gzip
import json
import lzma
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import symbols

ROOT = Path(__file__).resolve().parents[2]
BUDGET = Path(__file__).resolve().parent / "budget.toml"
# Only what ships is made, not the library for other Rust crates: so the crates below are not
# compiled to machine code one by one.
BUILD = ("cargo", "rustc", "--profile", "ship", "-p", "dienstchat-ffi", "--lib",
         "--crate-type", "cdylib")
# What is smaller is in one line together.
SMALLEST = 20_000
KINDS = {"stripped": "stripped", "gzip": "gzip -9", "xz": "xz -9e"}


class Failure(Exception):
    """Something that cannot be measured here, in words for the person at the terminal."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    show = line if parser.parse_args().json else row
    try:
        library = build()
        size = measure(library)
        data = library.read_bytes()
        parts = symbols.by_crate(data), symbols.sections(data).items()
    except (Failure, symbols.NotReadable) as failure:
        sys.exit(f"the size of the library: {failure}")
    limits = budget() if host() == budget()["target"] else size
    for kind in size:
        show(f"the library, {KINDS[kind]}", size[kind], limits[kind])
    for what, found in (("crate", parts[0]), ("section", parts[1])):
        shares = sorted(found, key=lambda share: -share[1])
        for name, bytes_ in shares:
            if bytes_ >= SMALLEST:
                show(f"{what} {name}", bytes_, size["stripped"])
        rest = sum(bytes_ for _, bytes_ in shares if bytes_ < SMALLEST)
        show(f"{what}s below {SMALLEST // 1000} kB, together", rest, size["stripped"])


def build():
    """The library, with its symbols."""
    # Standard output is for the figures.
    print("==> The library as it ships (the first build takes minutes)", file=sys.stderr, flush=True)
    if subprocess.run(BUILD, cwd=ROOT, env={**os.environ, "CARGO_TARGET_DIR": str(target())},
                      stdout=sys.stderr).returncode != 0:
        raise Failure("it does not compile")
    names = {"darwin": "libdienstchat_ffi.dylib", "win32": "dienstchat_ffi.dll"}
    return target() / "ship" / names.get(sys.platform, "libdienstchat_ffi.so")


def measure(library):
    """Bytes of the library without its symbols, as it is and compressed."""
    if not shutil.which("strip"):
        raise Failure("strip is missing: `apt install binutils`, or `xcode-select --install`")
    with tempfile.TemporaryDirectory() as folder:
        stripped = Path(folder) / library.name
        options = ["-x"] if sys.platform == "darwin" else ["--strip-all"]
        subprocess.run(["strip", *options, "-o", stripped, library], check=True)
        data = stripped.read_bytes()
    return {"stripped": len(data), "gzip": len(gzip.compress(data, 9, mtime=0)),
            "xz": len(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))}


def budget():
    with BUDGET.open("rb") as file:
        return tomllib.load(file)


def host():
    """The target triple that Cargo builds for."""
    answer = subprocess.run(["rustc", "-vV"], capture_output=True, text=True, check=True).stdout
    return next(line.split()[1] for line in answer.splitlines() if line.startswith("host: "))


def target():
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).absolute()


def row(case, value, reference):
    """As the other benchmarks show it, in finer units: the last column is a share or a ratio."""
    print(f"{'ffi':<6} {case:<44} {value / 1e6:>10.3f} {'MB':<4} {reference / 1e6:>10.3f} "
          f"{value / reference:>6.3f}")


def line(case, value, reference):
    print(json.dumps({"bench": "ffi", "case": case, "value": round(value / 1e6, 3), "unit": "MB",
                      "reference": round(reference / 1e6, 3), "ratio": round(value / reference, 3)}))


if __name__ == "__main__":
    main()
