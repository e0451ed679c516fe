#!/usr/bin/env python3
"""Checks that everything public is documented, and that articles link to what there is; with docc on
the path (a Mac with Xcode), makes the reference documentation too.

After generate.py, with swiftc on the path. Standard library only.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SOURCES = PACKAGE / "Sources" / "Dienstchat"
CATALOGUE = SOURCES / "Dienstchat.docc"
GENERATED = "Dienstchat.swift"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("out", type=Path, help="the folder for the symbol graph and the pages")
    out = parser.parse_args().out.absolute()
    symbols = symbol_graph(out / "symbols")
    wrong = undocumented(symbols) + broken_links(symbols)
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(symbols)} public symbols are documented.")
    if shutil.which("docc"):
        pages = out / "Dienstchat.doccarchive"
        run(["docc", "convert", CATALOGUE, "--additional-symbol-graph-dir", out / "symbols",
             "--fallback-display-name", "Dienstchat", "--fallback-bundle-identifier", "de.dienstchat",
             "--output-path", pages])
        print(pages)
    else:
        print("docc is missing, so no pages were made: it comes with Xcode.")


def symbol_graph(folder):
    """Every public symbol, as the compiler describes it for documentation."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run(["swiftc", "-parse-as-library", "-swift-version", "6", "-module-name", "Dienstchat",
         "-I", PACKAGE / "Sources" / "DienstchatFFI",
         "-emit-module", "-emit-module-path", folder / "Dienstchat.swiftmodule",
         "-emit-symbol-graph", "-emit-symbol-graph-dir", folder,
         "-symbol-graph-minimum-access-level", "public", *sorted(SOURCES.rglob("*.swift"))])
    graphs = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.symbols.json")]
    return [symbol for graph in graphs for symbol in graph["symbols"]]


def undocumented(symbols):
    return [f"undocumented: {kind} {'.'.join(symbol['pathComponents'])}"
            for symbol in symbols
            if "docComment" not in symbol
            and not comes_of_itself(symbol, kind := symbol["kind"]["identifier"])]


def comes_of_itself(symbol, kind):
    """What the compiler adds, and what the generated source adds to what is documented."""
    file = Path(symbol.get("location", {}).get("uri", "")).name
    name = symbol["pathComponents"][-1]
    return not file or file == GENERATED and (
        kind == "swift.init"  # of a record, from its documented fields
        or name in ("description", "debugDescription", "Timestamp")
        or name.startswith("uniffi"))


def broken_links(symbols):
    paths = {"/".join(plain(part) for part in symbol["pathComponents"]) for symbol in symbols}
    articles = {article.stem for article in CATALOGUE.glob("*.md")}
    texts = [(article.name, article.read_text(encoding="utf-8")) for article in CATALOGUE.glob("*.md")]
    texts += [(source.name, source.read_text(encoding="utf-8")) for source in SOURCES.rglob("*.swift")
              if source.name != GENERATED]
    wrong = []
    for name, text in texts:
        for link in re.findall(r"``([^`\n]+)``", text):
            target = link.removeprefix("Swift/").removeprefix("Dienstchat/")
            if link != "Dienstchat" and plain(target) not in paths:
                wrong.append(f"{name}: there is no ``{link}``")
        wrong += [f"{name}: there is no article {link}" for link in re.findall(r"<doc:([^>]+)>", text)
                  if link not in articles]
    return wrong


def plain(path):
    """A symbol's path without what tells apart those of the same name."""
    return re.sub(r"-[\w.]+$", "", path)


def run(command):
    code = subprocess.run(command).returncode
    if code != 0:
        # The program has said why.
        sys.exit(code if code > 0 else 128 - code)


if __name__ == "__main__":
    main()
