"""What generate.py makes of texts, and what it refuses: python3 -m unittest discover -s texts."""

import contextlib
import io
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path
from unittest import mock

import generate

PLAIN = '[back]\nde = "Zurück"\nen = "Back"\n'
NAMED = '[title]\nde = "Anmelden bei {organisation}"\nen = "Sign in to {organisation}"\n'
COUNTED = ('[unread]\nde = { one = "{count} neue von {name}", other = "{count} neue von {name}" }\n'
           'en = { one = "{count} new of {name}", other = "{name}: {count} new" }\n')


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        patch = mock.patch.object(generate, "FOLDER", self.folder)
        patch.start()
        self.addCleanup(patch.stop)

    def given(self, text, name="signin.toml"):
        (self.folder / name).write_text(text, encoding="utf-8")



class Sources(Folder):
    def kotlin(self):
        return "\n".join(generate.kotlin(generate.texts())[1])

    def swift(self):
        return "\n".join(generate.swift(generate.texts())[1])

    def refused(self, text, why):
        self.given(text)
        with self.assertRaisesRegex(generate.Wrong, why):
            generate.texts()

    def test_a_text_is_called_by_its_screen(self):
        self.given(PLAIN, "common.toml")
        self.given(PLAIN.replace("back", "go_back"), "link.toml")
        self.assertEqual(["back", "linkGoBack"], [text.name for text in generate.texts()])

    def test_a_plain_text(self):
        self.given(PLAIN)
        self.assertIn('object German : Texts {\n    override val signinBack: String = "Zurück"', self.kotlin())
        self.assertIn('object English : Texts {\n    override val signinBack: String = "Back"', self.kotlin())
        self.assertIn("var signinBack: String { get }", self.swift())
        self.assertIn('public var signinBack: String { "Back" }', self.swift())

    def test_parameters(self):
        self.given(NAMED)
        self.assertIn('fun signinTitle(organisation: String): String = "Sign in to ${organisation}"', self.kotlin())
        self.assertIn('func signinTitle(organisation: String) -> String { "Sign in to \\(organisation)" }',
                      self.swift())

    def test_parameters_of_two_words(self):
        self.given(NAMED.replace("organisation", "first_name"))
        self.assertIn('fun signinTitle(firstName: String): String = "Sign in to ${firstName}"', self.kotlin())

    def test_one_and_other_in_the_order_of_the_german_text(self):
        self.given(COUNTED)
        self.assertIn('fun signinUnread(count: Int, name: String): String = '
                      'if (count == 1) "${count} new of ${name}" else "${name}: ${count} new"', self.kotlin())
        self.assertIn('func signinUnread(count: Int, name: String) -> String '
                      '{ count == 1 ? "\\(count) new of \\(name)" : "\\(name): \\(count) new" }', self.swift())

    def test_what_means_something_in_a_source_is_escaped(self):
        self.given("[a]\nde = '$x \"y\" \\z'\nen = \"one\\ntwo\"\n")
        self.assertIn(r'"\$x \"y\" \\z"', self.kotlin())
        self.assertIn(r'"$x \"y\" \\z"', self.swift())
        self.assertIn(r'"one\ntwo"', self.kotlin())

    def test_both_languages_and_no_other(self):
        self.refused('[a]\nde = "x"\n', "wants exactly de and en")
        self.refused('[a]\nde = "x"\nen = "x"\nfr = "x"\n', "wants exactly de and en")

    def test_both_take_the_same(self):
        self.refused('[a]\nde = "{name}"\nen = "{title}"\n', "different parameters")
        self.refused('[a]\nde = "x"\nen = "{title}"\n', "different parameters")

    def test_both_forms_take_the_same(self):
        for one in ("{title}", "{count} {title}", "{count} {name} {title}", "{count}", "one"):
            counted = f'{{ one = "{one}", other = "{{count}} {{name}}" }}'
            self.refused(f"[a]\nde = {counted}\nen = {counted}\n", "one and other take different")

    def test_one_may_say_its_number_itself(self):
        self.given('[a]\nde = { one = "Eine", other = "{count}" }\nen = { one = "One", other = "{count}" }\n')
        self.assertIn('fun signinA(count: Int): String = if (count == 1) "One" else "${count}"', self.kotlin())

    def test_both_forms(self):
        self.refused('[a]\nde = { other = "{count}" }\nen = { one = "1", other = "{count}" }\n', "one and other")
        self.refused('[a]\nde = { one = "1", other = "{count}" }\nen = "{count}"\n', "one and other")

    def test_a_number_has_forms_and_forms_a_number(self):
        self.refused('[a]\nde = "{count}"\nen = "{count}"\n', "goes with")
        self.refused('[a]\nde = { one = "x", other = "y" }\nen = { one = "x", other = "y" }\n', "goes with")

    def test_nothing_is_said(self):
        self.refused('[a]\nde = "  "\nen = "x"\n', "is empty")
        self.refused('[a]\nde = 1\nen = 2\n', "is empty")

    def test_a_brace_that_is_no_parameter(self):
        for text in ("{Name}", "{name", "name}", "{na me}", "{}"):
            self.refused(f'[a]\nde = "{text}"\nen = "{text}"\n', "no parameter")

    def test_two_of_a_name(self):
        self.given(PLAIN)
        self.given(PLAIN.replace("back", "signin_back"), "common.toml")
        with self.assertRaisesRegex(generate.Wrong, "exists already"):
            generate.texts()

    def test_what_is_no_table(self):
        self.refused('a = "x"\n', "is no table")

    def test_what_is_no_toml(self):
        self.given("[a\n")
        with self.assertRaises(tomllib.TOMLDecodeError):
            generate.texts()


class Files(Folder):
    def run_main(self, *arguments):
        said = io.StringIO()
        with mock.patch.object(sys, "argv", ["generate.py", *arguments]), contextlib.redirect_stderr(said):
            generate.main()

    def test_what_is_the_same_is_not_written_again(self):
        self.given(PLAIN)
        out = self.folder / "out"
        self.run_main("kotlin", str(out))
        file = out / "Texts.kt"
        written = file.stat().st_mtime_ns
        self.run_main("kotlin", str(out))
        self.assertEqual(written, file.stat().st_mtime_ns)
        self.given(NAMED)
        self.run_main("kotlin", str(out))
        self.assertIn("signinTitle", file.read_text(encoding="utf-8"))

    def test_each_language_of_sources_has_its_file(self):
        self.given(PLAIN)
        self.run_main("swift", str(self.folder / "out"))
        self.assertTrue((self.folder / "out" / "Texts.swift").exists())

    def test_what_is_wrong_ends_it_with_where(self):
        self.given('[a]\nde = "x"\n')
        with self.assertRaises(SystemExit) as ended:
            self.run_main("kotlin", str(self.folder / "out"))
        self.assertIn("signin.toml: a: wants exactly de and en", str(ended.exception.code))
        self.assertFalse((self.folder / "out").exists())

    def test_usage(self):
        for arguments in ([], ["kotlin"], ["java", "out"]):
            with self.assertRaises(SystemExit):
                self.run_main(*arguments)


class Ours(unittest.TestCase):
    def test_the_texts_of_the_app_are_right(self):
        self.assertGreater(len(generate.texts()), 100)


if __name__ == "__main__":
    unittest.main()
