#!/usr/bin/env python3
"""Writes down what is inside the app and under which licences: android/licences.py.

It asks Cargo for the crates of the library and Maven for what the screens are built with, both offline,
so after a build, and reads what the apps add to that. Standard library only.
"""

import re
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "android/ui/src/main/resources/de/dienstchat/app/licences.txt"
# What crates bring with them, as their build scripts compile it in.
INSIDE_CRATES = [("SQLCipher", "libsqlite3-sys", "BSD-3-Clause"), ("OpenSSL", "openssl-src", "Apache-2.0")]
APACHE = re.compile(r"Apache.*(License|2\.0)", re.IGNORECASE)
HEAD = """\
# What is inside Dienstchat: name, version, licence, two spaces between them. Written by
# android/licences.py after dependencies have changed.
"""


def main():
    found = {*crates(), *artifacts()}
    lines = ["  ".join(component) for component in sorted(found, key=lambda part: (part[0].lower(), part))]
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def crates():
    listed = run("cargo", "tree", "--offline", "--locked", "--package", "dienstchat-ffi", "--edges",
                 "normal,no-proc-macro", "--target", "all", "--prefix", "none", "--format", "{p}\t{l}")
    for line in listed.splitlines():
        package, _, licence = line.removesuffix(" (*)").partition("\t")
        name, version = package.split()[:2]
        if not name.startswith("dienstchat"):
            yield name, version.removeprefix("v"), licence.replace("/", " OR ") or unknown(name)
    locked = (ROOT / "Cargo.lock").read_text(encoding="utf-8")
    for name, crate, licence in INSIDE_CRATES:
        version = re.search(rf'name = "{crate}"\nversion = "(.+)"', locked)
        yield name, f"({crate} {version[1] if version else unknown(crate)})", licence


def artifacts():
    listed = run("mvn", "-B", "-ntp", "-o", "dependency:list", "-DincludeScope=runtime", "-pl", "ui",
                 folder=ROOT / "android")
    found = re.findall(r"^\[INFO\]    (\S+?):(\S+?):jar:(\S+?):(?:compile|runtime)", listed, re.M)
    for group, name, version in dict.fromkeys([*found, *added()]):
        if group != "de.dienstchat":
            yield f"{group}:{name}", version, " OR ".join(licences(group, name, version))


def added():
    """What the poms of the apps name."""
    managed = {}
    properties = {}
    for pom in (ROOT / "bindings/kotlin/pom.xml", ROOT / "android/pom.xml"):
        root = xml.parse(pom).getroot()
        properties |= {item.tag.split("}")[1]: item.text for item in root.iterfind("{*}properties/*")}
        for dependency in root.iterfind("{*}dependencyManagement/{*}dependencies/{*}dependency"):
            managed[identity(dependency)] = dependency
    for pom in sorted((ROOT / "android").glob("*/pom.xml")):
        for dependency in xml.parse(pom).getroot().iterfind("{*}dependencies/{*}dependency"):
            rule = managed.get(identity(dependency), dependency)
            scope = dependency.findtext("{*}scope") or rule.findtext("{*}scope")
            version = dependency.findtext("{*}version") or rule.findtext("{*}version")
            if scope not in ("test", "provided"):
                yield *identity(dependency), re.sub(r"\$\{(.+?)\}", lambda match: properties.get(match[1], ""), version)


def identity(dependency):
    return dependency.findtext("{*}groupId"), dependency.findtext("{*}artifactId")


def licences(group, name, version):
    pom = Path.home() / ".m2/repository" / group.replace(".", "/") / name / version / f"{name}-{version}.pom"
    root = xml.parse(pom).getroot()
    said = [name.text.strip() for name in root.iterfind("{*}licenses/{*}license/{*}name")]
    parent = root.find("{*}parent")
    if not said and parent is not None:
        return licences(*(parent.findtext(f"{{*}}{part}") for part in ("groupId", "artifactId", "version")))
    return ["Apache-2.0" if APACHE.search(licence) else licence for licence in said] or unknown(name)


def run(*command, folder=ROOT):
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


def unknown(name):
    sys.exit(f"licences: nothing is known of {name}")


if __name__ == "__main__":
    main()
