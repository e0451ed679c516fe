"""That what the pages link to and show is there. Run by ./dev test."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r'\]\(([^)\s]+)\)|<img[^>]*\bsrc="([^"]+)"')
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


class Pages(unittest.TestCase):
    def test_every_link_inside_leads_somewhere(self):
        for page in PAGES:
            for link in (a or b for a, b in LINK.findall(page.read_text(encoding="utf-8"))):
                if not re.match(r"[a-z]+:|#", link):
                    with self.subTest(page=page.name, link=link):
                        self.assertTrue((page.parent / link.split("#")[0]).exists())

    def test_the_readme_shows_six_screens(self):
        pictures = re.findall(r'<img[^>]*\bsrc="([^"]+\.png)"', PAGES[0].read_text(encoding="utf-8"))
        self.assertEqual(6, len(set(pictures)))


if __name__ == "__main__":
    unittest.main()
