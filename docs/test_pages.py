"""That what the pages link to and show is there. Run by ./dev test."""

import re
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r'\]\(([^)\s]+)\)|<img[^>]*\bsrc="([^"]+)"')
CODE = re.compile(r"^```.*?^```", re.M | re.S)
HEADING = re.compile(r"^#+ +(.+?) *$", re.M)
# What builds leave behind.
BUILT = {"target", ".build", "generated", "native"}


def pages():
    yield ROOT / "README.md"
    yield from sorted((ROOT / "docs").rglob("*.md"))
    for folder in ("android", "bindings", "ios"):
        yield from sorted(page for page in (ROOT / folder).rglob("README.md") if not BUILT & set(page.parts))


def fragments(text):
    """What of a page can be linked to, as GitHub names it."""
    found = set()
    for heading in HEADING.findall(CODE.sub("", text)):
        shown = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        again = (f"{name}-{count}" for count in range(1, len(found) + 1))
        found.add(name if name not in found else next(other for other in again if other not in found))
    return found


def broken(page):
    """The links of a page that lead nowhere in this repository."""
    for link in (a or b for a, b in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, fragment = link.partition("#")
        file = page.parent / path if path else page
        if not file.exists() or (fragment and fragment not in fragments(file.read_text(encoding="utf-8"))):
            yield link


class Pages(unittest.TestCase):
    def test_every_link_inside_leads_somewhere(self):
        for page in pages():
            with self.subTest(page=page.relative_to(ROOT)):
                self.assertEqual([], list(broken(page)))

    def test_the_apps_have_pages(self):
        names = {str(page.relative_to(ROOT)) for page in pages()}
        self.assertLessEqual({"README.md", "android/README.md", "ios/README.md", "docs/architecture.md"}, names)

    def test_the_readme_shows_six_screens(self):
        pictures = re.findall(r'<img[^>]*\bsrc="([^"]+\.png)"', (ROOT / "README.md").read_text(encoding="utf-8"))
        self.assertEqual(6, len(set(pictures)))


class Judge(unittest.TestCase):
    """That a broken link is found."""

    def test_headings_are_named_as_github_names_them(self):
        text = "# What `works` today, and [what](x.md) does not\n## Twice\n## Twice\n```sh\n# no heading\n```\n"
        self.assertEqual({"what-works-today-and-what-does-not", "twice", "twice-1"}, fragments(text))

    def test_links_that_lead_nowhere(self):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.md"
            page.write_text("# A\n[](#a) [](#b) [](other.md#c) [](other.md#d) [](none.md) [](https://example.org/#x)\n")
            (Path(folder) / "other.md").write_text("# C\n")
            self.assertEqual(["#b", "other.md#d", "none.md"], list(broken(page)))


if __name__ == "__main__":
    unittest.main()
