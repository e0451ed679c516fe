"""What parts.py makes of crates: python3 -m unittest discover -s bindings/licences."""

import tempfile
import unittest
from pathlib import Path

import parts

APACHE = parts.standard("Apache-2.0")


class Expressions(unittest.TestCase):
    def test_what_is_chosen(self):
        for expression, chosen in {
            "MIT": {"MIT"},
            "MIT OR Apache-2.0": {"Apache-2.0"},
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT": {"Apache-2.0"},
            "Unlicense OR MIT": {"MIT"},
            "Apache-2.0 AND ISC": {"Apache-2.0", "ISC"},
            "(MIT OR Apache-2.0) AND Unicode-3.0": {"Apache-2.0", "Unicode-3.0"},
            "ISC AND MIT OR Zlib AND Apache-2.0": {"Apache-2.0", "Zlib"},
        }.items():
            self.assertEqual(chosen, parts.choice(expression), expression)

    def test_what_is_no_expression(self):
        for expression in ("", "MIT OR", "(MIT", "MIT)", "MIT ISC", "OR"):
            with self.assertRaises(SystemExit, msg=expression):
                parts.choice(expression)


class Crates(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def crate(self, licence, files=None, name="aes", repository="", authors=()):
        folder = self.folder / name
        for path, text in (files or {}).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        return parts.Crate(name, "1.0.0", licence, folder, repository, list(authors))

    def texts(self, licence, files=None, others=(), **more):
        crate = self.crate(licence, files, **more)
        return list(parts.texts(crate, [crate, *others]))

    def test_apache_has_one_text(self):
        files = {"LICENSE-APACHE": "theirs\n", "LICENSE-MIT": "MIT\n", "COPYRIGHT": "all of us\n"}
        self.assertEqual([APACHE], self.texts("MIT OR Apache-2.0", files))

    def test_notices_stay(self):
        files = {"LICENSE-APACHE": "x\n", "NOTICE": "Made by\n", "LICENSE-THIRD-PARTY": "Others\n"}
        self.assertEqual([APACHE, "Others\n", "Made by\n"], self.texts("Apache-2.0", files))

    def test_what_lies_deeper_stays(self):
        files = {"LICENSE": "x\n", "src/tables/LICENSE-UNICODE": "Unicode\n", "src/notice.rs": "code\n"}
        self.assertEqual([APACHE, "Unicode\n"], self.texts("Apache-2.0", files))

    def test_the_crates_own_text(self):
        self.assertEqual(["Mine\n"], self.texts("MIT", {"LICENSE.md": "\n\nMine  \r\n\n"}))

    def test_not_the_text_of_what_was_not_chosen(self):
        files = {"LICENSE-MIT": "MIT\n", "UNLICENSE": "none\n", "LICENSE-BSD": "BSD\n"}
        self.assertEqual(["MIT\n"], self.texts("Unlicense OR BSD-2-Clause OR MIT", files))

    def test_all_that_apply(self):
        files = {"LICENSE-APACHE": "x\n", "LICENSE-MIT": "MIT\n", "LICENSE-UNICODE": "Unicode\n"}
        self.assertEqual([APACHE, "Unicode\n"], self.texts("(MIT OR Apache-2.0) AND Unicode-3.0", files))

    def test_a_crate_without_a_text_has_that_of_its_repository(self):
        near = self.crate("MIT", {"LICENSE": "Near\n"}, name="near", repository="https://example.org/a")
        far = self.crate("MIT", {"LICENSE": "Far\n"}, name="far", repository="https://example.org/b")
        self.assertEqual(["Near\n"], self.texts("MIT", others=[far, near], repository="https://example.org/a"))

    def test_or_the_standard_text_with_its_authors(self):
        text, = self.texts("MIT", authors=["Anna <anna@example.org>", "Ben"])
        self.assertIn("\nCopyright (c) Anna, Ben\n", text)
        self.assertIn("Permission is hereby granted", text)

    def test_or_it_fails(self):
        for licence in ("MIT", "ISC"):
            with self.assertRaisesRegex(SystemExit, "aes"):
                self.texts(licence)

    def test_mpl_tells_where_the_source_is(self):
        source, text = self.texts("MPL-2.0", {"LICENSE": "theirs\n"}, name="uniffi")
        self.assertEqual("Source code: https://crates.io/crates/uniffi/1.0.0\n", source)
        self.assertIn("Mozilla Public License Version 2.0", text)

    def test_what_is_inside_a_crate_is_a_part(self):
        crate = self.crate("MIT", {"LICENSE": "L\n", "sqlcipher/LICENSE": "Zetetic\n"}, name="libsqlite3-sys")
        found = parts.parts([crate])
        self.assertEqual([("libsqlite3-sys", "1.0.0"), ("SQLCipher", "(libsqlite3-sys 1.0.0)")],
                         [(part.name, part.version) for part in found])
        self.assertEqual(("Zetetic\n",), found[1].texts)

    def test_paragraphs_are_one_line(self):
        long = "A line that is as long as lines in the text of a licence"
        text = f"\ufeff  Title\r\n\n\n  {long}\n  goes on.\n  * {long}\n    * item\n{'=' * 60}\n{long}\n\nEnd \n\n"
        self.assertEqual(f"Title\n\n{long} goes on.\n* {long}\n* item\n{'=' * 60}\n{long}\n\nEnd\n", parts.tidy(text))

    def test_a_text_is_stored_once(self):
        found = [parts.Part(name, "1", "MIT", texts) for name, texts in
                 (("a", ("One\n",)), ("b", ("Two\n", "One\n")), ("c", ("One\n",)))]
        by_name, names = parts.stored(found)
        self.assertEqual(["One\n", "Two\n"], sorted(by_name.values()))
        self.assertEqual([["One\n"], ["Two\n", "One\n"], ["One\n"]],
                         [[by_name[name] for name in part] for part in names])


if __name__ == "__main__":
    unittest.main()
