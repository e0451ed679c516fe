"""How many bytes of a library are whose: its symbols by crate, its sections by kind.

Reads ELF of 64 bits, little-endian, whose symbol table was not stripped.
"""

import re
import struct
from collections import Counter

# What every Rust program has; generic code counts for the crate that it was made for.
STANDARD = {"alloc", "core", "std", "hashbrown", "compiler_builtins", "rustc_demangle", "gimli",
            "addr2line", "object", "miniz_oxide", "memchr"}
# Code in C and assembly, by how its functions are called.
FOREIGN = {
    "sqlite (C)": re.compile(r"(sqlite3|sqlcipher)"),
    "ring": re.compile(r"ring_core_"),
    "dienstchat_ffi": re.compile(r"(ffi_|uniffi_|UNIFFI_META_)"),
    "dienstchat_sqlcipher": re.compile(r"dienstchat_sqlcipher_"),
}
# Or by the file they come from, where they are called anything.
FOREIGN_FILES = {"sqlite3.c": "sqlite (C)", "p256-nistz.c": "ring", "curve25519.c": "ring"}
OTHER = "C library and others"

SHT_SYMTAB, SHT_NOBITS, SHF_ALLOC = 2, 8, 2
STT_OBJECT, STT_FUNC, STT_FILE = 1, 2, 4


class NotReadable(Exception):
    """Not such a file."""


def sections(data):
    """Bytes of each section that is loaded."""
    return {name: size for name, kind, flags, _, size, *_ in headers(data)
            if flags & SHF_ALLOC and kind != SHT_NOBITS}


def by_crate(data):
    """Bytes of code and data for each crate, largest first."""
    sizes = Counter()
    file, seen = "", set()
    for name, kind, local, place, size in symbols(data):
        if kind == STT_FILE:
            file = name
        elif kind in (STT_OBJECT, STT_FUNC) and size and place not in seen:
            # Functions with the same code are one, under several names.
            seen.add(place)
            sizes[owner(name, file if local else "")] += size
    return sizes.most_common()


def owner(symbol, file=""):
    """The crate of a symbol, or what else it belongs to."""
    if symbol.startswith("_R"):
        return crate(crates_v0(symbol))
    if symbol.startswith("_ZN"):
        return crate(crates_legacy(symbol))
    for name, pattern in FOREIGN.items():
        if pattern.match(symbol):
            return name
    return FOREIGN_FILES.get(file.rsplit("/", 1)[-1], OTHER)


def crate(named):
    own = [name for name in named if name not in STANDARD]
    return own[0] if own else "std"


def crates_v0(symbol):
    """The crates that a symbol names, in the mangling that RFC 2603 describes: `C`, perhaps a hash,
    then a name after its length. Names are skipped, so that nothing in one is taken for a crate."""
    found, at = [], 2
    while at < len(symbol):
        match = re.compile(r"(C(?:s[0-9A-Za-z]*_)?)?(\d+)_?").match(symbol, at)
        if not match:
            at += 1
            continue
        end = match.end() + int(match.group(2))
        if match.group(1):
            found.append(symbol[match.end():end])
        at = max(end, match.end())
    return found


def crates_legacy(symbol):
    """The crates that a symbol names, in the older mangling."""
    path, at = [], 3
    while match := re.compile(r"\d+").match(symbol, at):
        at = match.end() + int(match.group())
        path.append(symbol[match.end():at])
    if not path:
        return []
    if not path[0].startswith(("_$", "$")):
        # The last part is a hash.
        return [path[0], *(name for part in path[1:-1] for name in named_in(part))]
    return named_in(path[0])


def named_in(part):
    """The crates in a part that is a type, such as `_$LT$a..B$u20$as$u20$c..D$GT$`."""
    text = re.sub(r"\$[^$]*\$", " ", part).replace("..", "::")
    return re.findall(r"(?<![\w:])([a-z]\w*)(?=::)", text)


def symbols(data):
    """Name, type, whether local, place (section and address), size."""
    table = headers(data)
    for _, kind, _, offset, size, link, entry in table:
        if kind != SHT_SYMTAB or not entry:
            continue
        names = table[link][3]
        for at in range(offset, offset + size, entry):
            name, info, _, section, value, length = struct.unpack_from("<IBBHQQ", data, at)
            if section != 0:
                yield text(data, names + name), info & 15, info >> 4 == 0, (section, value), length
        return
    raise NotReadable("the library has no table of symbols")


def headers(data):
    """Name, type, flags, offset, size, link and size of an entry, for each section."""
    if data[:6] != b"\x7fELF\x02\x01":
        raise NotReadable("not an ELF file of 64 bits, little-endian")
    (start,) = struct.unpack_from("<Q", data, 40)
    size, count, names = struct.unpack_from("<HHH", data, 58)
    raw = [struct.unpack_from("<IIQQQQIIQQ", data, start + number * size) for number in range(count)]
    return [(text(data, raw[names][4] + name), kind, flags, offset, length, link, entry)
            for name, kind, flags, _, offset, length, link, _, _, entry in raw]


def text(data, at):
    return data[at:data.index(b"\0", at)].decode("utf-8", "replace")
