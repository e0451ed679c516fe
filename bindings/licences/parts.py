"""What the library is made of, with the texts of the licences: what both apps list.

Cargo says which crates are inside, and where their sources lie, which hold the texts; it fetches those
that are missing. Where Apache-2.0 may be chosen, it is, and its text is the same for all; otherwise a crate's own
files count. Standard library only.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIBRARY = "dienstchat-ffi"
# What there are apps for, and desktops that there may be.
TARGETS = ["aarch64-linux-android", "armv7-linux-androideabi", "x86_64-linux-android", "aarch64-apple-ios",
           "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "aarch64-apple-darwin",
           "x86_64-pc-windows-msvc"]
APACHE = "Apache-2.0"
# Their texts name nobody.
SAME_FOR_ALL = {APACHE, "MPL-2.0"}
# Of the alternatives, the first of these; all others come after them.
PREFERRED = [APACHE, "MIT"]
LICENCE_FILE = re.compile(r"(un)?(licen[cs]e|copying|copyright|notice)([-._]|$)", re.IGNORECASE)
SOURCES = (".rs", ".c", ".h", ".html")
# What follows in the name of a file tells its licence.
NAMED = {"APACHE": APACHE, "MIT": "MIT", "ISC": "ISC", "ZLIB": "Zlib", "BSD": "BSD", "BOOST": "BSL-1.0",
         "UNICODE": "Unicode-3.0", "UNLICENSE": "Unlicense"}
# What begins a line of its own.
ITEM = re.compile(r"([*\-•]|\(?\w{1,3}[.)])\s|copyright\b", re.IGNORECASE)
# C that is inside a crate and has a licence of its own.
INSIDE = {"libsqlite3-sys": ("SQLCipher", "BSD-3-Clause", "sqlcipher/LICENSE")}
# Whose it is where neither the crate says so nor another one of the same repository.
COPYRIGHTS = {"https://github.com/ruma/ruma": "Copyright (c) 2017 Jimmy Cuadra"}


@dataclass(frozen=True)
class Part:
    """Something that is inside an app."""

    name: str
    version: str
    # As an SPDX expression.
    licence: str
    texts: tuple


@dataclass
class Crate:
    name: str
    version: str
    licence: str
    folder: Path
    repository: str = ""
    authors: list = field(default_factory=list)


def library():
    """The parts of the library, in the order of their names."""
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    version = f"{manifest['workspace']['package']['rust-version']} or newer"
    rust = Part("Rust's standard library", version, "MIT OR Apache-2.0", (standard(APACHE),))
    return ordered([rust, *parts(crates())])


def parts(all_crates):
    found = []
    for crate in all_crates:
        found.append(Part(crate.name, crate.version, crate.licence, texts(crate, all_crates)))
        if crate.name in INSIDE:
            name, licence, file = INSIDE[crate.name]
            version = f"({crate.name} {crate.version})"
            found.append(Part(name, version, licence, (tidy((crate.folder / file).read_text(encoding="utf-8")),)))
    return ordered(found)


def ordered(found):
    return sorted(set(found), key=lambda part: (part.name.lower(), part.name, part.version))


def stored(found):
    """The texts by their short names, each once, and the names of each part's."""
    named = {text: hashlib.sha256(text.encode()).hexdigest()[:8] for part in found for text in part.texts}
    by_name = {name: text for text, name in sorted(named.items(), key=lambda item: item[1])}
    if len(by_name) < len(named):
        sys.exit("licences: two texts have one name")
    return by_name, [[named[text] for text in part.texts] for part in found]


def crates():
    """What is compiled into the library, on any of the systems; not macros and not what is ours."""
    targets = [word for target in TARGETS for word in ("--target", target)]
    listed = cargo("tree", "--package", LIBRARY, "--edges", "normal,no-proc-macro", *targets,
                   "--prefix", "none", "--format", "{p}")
    inside = {tuple(line.split()[:2]) for line in listed.splitlines()}
    # Where a crate has no source, it is of this repository.
    packages = json.loads(cargo("metadata", "--format-version", "1"))["packages"]
    return [crate(package) for package in packages
            if package["source"] and (package["name"], f"v{package['version']}") in inside]


def crate(package):
    name = package["name"]
    licence = (package["license"] or sys.exit(f"licences: nothing is known of {name}")).replace("/", " OR ")
    return Crate(name, package["version"], licence, Path(package["manifest_path"]).parent,
                 (package["repository"] or "").removesuffix(".git").rstrip("/").partition("/tree/")[0],
                 package["authors"])


def cargo(*arguments):
    command = [os.environ.get("CARGO", "cargo"), *arguments, "--locked"]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def texts(crate, all_crates):
    """What has to be shown of a crate."""
    chosen = choice(crate.licence)
    found = [standard(licence) for licence in sorted(chosen & SAME_FOR_ALL)]
    own = kept(crate, chosen)
    if chosen - SAME_FOR_ALL and not own:
        own = lent(crate, chosen, all_crates) or [standard(licence, crate) for licence in sorted(chosen - SAME_FOR_ALL)]
    if "MPL-2.0" in chosen:
        found.insert(0, f"Source code: https://crates.io/crates/{crate.name}/{crate.version}\n")
    return tuple(dict.fromkeys([*found, *own]))


def kept(crate, chosen):
    """The texts of the crate's own files that count, where `chosen` is what is chosen of its licences."""
    found = []
    for file in sorted(crate.folder.rglob("*")):
        if LICENCE_FILE.match(file.name) and file.suffix not in SOURCES and file.is_file():
            if counts(file, crate, chosen):
                found.append(tidy(file.read_text(encoding="utf-8", errors="replace")))
    return found


def counts(file, crate, chosen):
    word = next((word for word in NAMED if word in file.stem.upper().removeprefix("LICENSE")), None)
    named = {licence for licence in identifiers(crate.licence) if word and licence.startswith(NAMED[word])}
    if named:
        return bool(named & chosen - SAME_FOR_ALL)
    general = file.parent == crate.folder and re.match(r"(licen[cs]e|copying|copyright)$", file.stem, re.IGNORECASE)
    # Nothing that the standard text does not say.
    return not general or not chosen <= SAME_FOR_ALL


def lent(crate, chosen, all_crates):
    """The texts of another crate of the same repository and licence."""
    for other in all_crates:
        if other.repository and (other.repository, other.licence) == (crate.repository, crate.licence):
            if found := kept(other, chosen):
                return found
    return []


def standard(licence, crate=None):
    """A licence's text, where it names nobody or the crate tells whom."""
    text = template(licence) or sys.exit(f"licences: {crate.name} has no text of {licence}")
    if "{copyright}" not in text:
        return text
    authors = ", ".join(re.sub(r" *<.*?>", "", author) for author in crate.authors)
    whose = COPYRIGHTS.get(crate.repository) or (f"Copyright (c) {authors}" if authors else None)
    return text.replace("{copyright}", whose or sys.exit(f"licences: {crate.name} does not say whose it is"))


def template(licence):
    """A licence's standard text, with `{copyright}` where it tells whose it is; nothing where there is none here."""
    file = HERE / f"{licence}.txt"
    return tidy(file.read_text(encoding="utf-8")) if file.exists() else None


def tidy(text):
    """The same words, without the line ends inside of paragraphs: a phone's lines are shorter."""
    found = []
    goes_on = False
    for line in (line.strip() for line in text.removeprefix("\ufeff").replace("\f", "").splitlines()):
        if goes_on and line and not ITEM.match(line):
            found[-1] += f" {line}"
        elif line or found[-1:] not in ([], [""]):
            found.append(line)
        # Short lines are titles, or end their paragraph.
        goes_on = len(line) >= 50 and re.search(r"\w", line) is not None
    return "\n".join(found).strip("\n") + "\n"


def choice(expression):
    """The licences of an SPDX expression that apply, where one may choose."""
    def rank(chosen):
        return sorted(PREFERRED.index(one) if one in PREFERRED else len(PREFERRED) for one in chosen)
    return min(alternatives(expression), key=rank)


def identifiers(expression):
    return set().union(*alternatives(expression))


def alternatives(expression):
    """The sets of licences of which one has to be kept to."""
    words = re.findall(r"[()]|[^\s()]+", expression)
    found = either(words)
    if words:
        sys.exit(f"licences: {expression} is not understood")
    return found


def either(words):
    found = both(words)
    while words[:1] == ["OR"]:
        words.pop(0)
        found = found + both(words)
    return found


def both(words):
    found = one(words)
    while words[:1] == ["AND"]:
        words.pop(0)
        found = [left | right for right in one(words) for left in found]
    return found


def one(words):
    word = words.pop(0) if words else ""
    if word == "(":
        found = either(words)
        if words[:1] == [")"]:
            words.pop(0)
            return found
    elif re.match(r"\w", word) and word not in ("AND", "OR", "WITH"):
        if words[:1] == ["WITH"]:
            word = " ".join([word, words.pop(0), words.pop(0) if words else ""])
        return [{word}]
    sys.exit("licences: an expression is not understood")
