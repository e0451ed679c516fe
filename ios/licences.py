#!/usr/bin/env python3
"""Writes App/Resources/Licences.json: what the app is made of, with the licence of each part.

The parts are those that Cargo.lock names for the library, their licences are read where Cargo keeps the
sources, so after a build. Cargo.lock does not tell what only tests need, so a few parts too many are
named, never one too few. Standard library only.
"""

import json
import os
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "ios" / "App" / "Resources" / "Licences.json"
LIBRARY = "dienstchat-ffi"
# C that is inside of a crate and has a licence of its own.
INSIDE = {"libsqlite3-sys": ("SQLCipher", "BSD-3-Clause"), "openssl-src": ("OpenSSL", "Apache-2.0")}


def main():
    packages = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    parts = {}
    for package in needed(packages):
        # A crate without a source is this repository's own.
        if "source" in package:
            parts[package["name"]] = licence(package)
        if package["name"] in INSIDE:
            name, its_licence = INSIDE[package["name"]]
            parts[name] = its_licence
    components = [{"name": name, "licence": parts[name]} for name in sorted(parts, key=str.lower)]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(components, indent=1) + "\n", encoding="utf-8")
    print(f"{len(components)} parts: {OUT}")


def needed(packages):
    """The packages that the library stands on, and itself."""
    by_name = {}
    for package in packages:
        by_name.setdefault(package["name"], []).append(package)
    found, waiting = {}, [LIBRARY]
    while waiting:
        # "name", or "name version" where there are several.
        name, *version = waiting.pop().split(" ")
        for package in by_name[name]:
            key = (name, package["version"])
            if key not in found and (not version or version[0] == package["version"]):
                found[key] = package
                waiting += package.get("dependencies", [])
    return found.values()


def licence(package):
    """By its SPDX name."""
    cargo = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    folder = f"{package['name']}-{package['version']}"
    for manifest in cargo.glob(f"registry/src/*/{folder}/Cargo.toml"):
        about = tomllib.loads(manifest.read_text(encoding="utf-8"))["package"]
        said = about.get("license") or about.get("license-file")
        if said:
            return said
    sys.exit(f"{folder}: no licence is found; build with Cargo first, which fetches the sources")


if __name__ == "__main__":
    main()
