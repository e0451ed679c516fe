#!/usr/bin/env python3
"""Writes App/Resources/Licences.json: what the app is made of, with the licence of each part and its texts.

bindings/licences tells both, from Cargo's sources. Standard library only.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bindings" / "licences"))
import parts  # noqa: E402

OUT = ROOT / "ios" / "App" / "Resources" / "Licences.json"


def main():
    found = parts.library()
    by_name, names = parts.stored(found)
    components = [{"name": part.name, "version": part.version, "licence": part.licence, "texts": texts}
                  for part, texts in zip(found, names)]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"components": components, "texts": by_name}, indent=1) + "\n", encoding="utf-8")
    print(f"{len(components)} parts: {OUT}")


if __name__ == "__main__":
    main()
