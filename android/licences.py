#!/usr/bin/env python3
"""Writes down what is inside the app and under which licences: android/licences.py.

What the library is made of, bindings/licences tells; Maven is asked for what the screens are built with,
offline, so after a build, and the poms of the apps are read. Standard library only.
"""

import re
import subprocess
import sys
import xml.etree.ElementTree as xml
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bindings" / "licences"))
import parts  # noqa: E402

FOLDER = ROOT / "android/ui/src/main/resources/de/dienstchat/app"
REPOSITORY = Path.home() / ".m2/repository"
# What is compiled into artifacts and has a licence of its own.
INSIDE = {
    "skiko-awt": ("Skia", "BSD-3-Clause", "Copyright 2011 Google Inc.\nCopyright 2017 Google LLC"),
    "jna": ("libffi", "MIT", "Copyright (c) 1996-2024 Anthony Green, Red Hat, Inc and others."),
}
APACHE = re.compile(r"Apache.*(License|2\.0)", re.IGNORECASE)
HEAD = """\
# What is inside Dienstchat: name, version, licence, names of texts in licence-texts.txt, two spaces
# between them. Written by android/licences.py after dependencies have changed.
"""
MARK = "==== "


def main():
    found = parts.ordered([*parts.library(), *artifacts()])
    by_name, names = parts.stored(found)
    lines = ["  ".join((part.name, part.version, part.licence, " ".join(texts))) for part, texts in zip(found, names)]
    if any(line.startswith(MARK) for text in by_name.values() for line in text.splitlines()):
        sys.exit("licences: a text looks like the beginning of another")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "licences.txt").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    texts = "".join(f"{MARK}{name}\n{text}" for name, text in by_name.items())
    (FOLDER / "licence-texts.txt").write_text(texts, encoding="utf-8")


def artifacts():
    """What the screens are built with, and what is compiled into that."""
    listed = run("mvn", "-B", "-ntp", "-o", "dependency:list", "-DincludeScope=runtime", "-pl", "ui",
                 folder=ROOT / "android")
    found = re.findall(r"^\[INFO\]    (\S+?):(\S+?):jar:(\S+?):(?:compile|runtime)", listed, re.M)
    for group, name, version in dict.fromkeys([*found, *added()]):
        if group != "de.dienstchat":
            licence = " OR ".join(licences(group, name, version))
            yield parts.Part(f"{group}:{name}", version, licence, texts(group, name, version, licence))
        if name in INSIDE:
            inside, licence, copyright = INSIDE[name]
            text = parts.template(licence).replace("{copyright}", copyright)
            yield parts.Part(inside, f"({name} {version})", licence, (text,))


def texts(group, name, version, licence):
    """Apache's text, which all of them may be had under, and what must be said beside it."""
    if parts.choice(licence) != {parts.APACHE}:
        sys.exit(f"licences: {name} has no text")
    jar = folder(group, name, version) / f"{name}-{version}.jar"
    # Android's own are not here.
    notices = []
    if jar.exists():
        with zipfile.ZipFile(jar) as opened:
            notices = [parts.tidy(opened.read(file).decode()) for file in sorted(opened.namelist())
                       if re.search(r"(^|/)NOTICE(\.\w+)?$", file)]
    return parts.standard(parts.APACHE), *notices


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
    pom = folder(group, name, version) / f"{name}-{version}.pom"
    root = xml.parse(pom).getroot()
    said = [name.text.strip() for name in root.iterfind("{*}licenses/{*}license/{*}name")]
    parent = root.find("{*}parent")
    if not said and parent is not None:
        return licences(*(parent.findtext(f"{{*}}{part}") for part in ("groupId", "artifactId", "version")))
    return ["Apache-2.0" if APACHE.search(licence) else licence for licence in said] or unknown(name)


def folder(group, name, version):
    return REPOSITORY / group.replace(".", "/") / name / version


def run(*command, folder=ROOT):
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


def unknown(name):
    sys.exit(f"licences: nothing is known of {name}")


if __name__ == "__main__":
    main()
