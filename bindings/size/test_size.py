"""The library that apps ship stays within its budget (budget.toml).

    python3 -m unittest discover -s bindings/size -v
"""

import unittest

import measure
import symbols


class Budget(unittest.TestCase):
    def test_the_library_is_within_its_budget(self):
        limits = measure.budget()
        self.assertEqual(measure.host(), limits["target"], "there is no budget for this machine")
        size = measure.measure(measure.build())
        for kind in size:
            self.assertLessEqual(
                size[kind], limits[kind],
                f"the library, {kind}, has {size[kind]:,} bytes, {size[kind] - limits[kind]:,} more "
                "than its budget. `./dev bench ffi` says whose they are. Make it smaller, or, where "
                f"it is worth the bytes, raise the budget in {measure.BUDGET.name} and say why in "
                "the commit.")
            # Whoever makes it smaller keeps what was gained.
            self.assertGreater(
                size[kind], limits[kind] * 9 // 10,
                f"the library, {kind}, has {size[kind]:,} bytes, more than a tenth below its budget: "
                f"lower that in {measure.BUDGET.name}.")


class Owners(unittest.TestCase):
    def assert_owner(self, owner, *names):
        for name in names:
            self.assertEqual(symbols.owner(name), owner, name)

    def test_a_function_is_its_crates(self):
        self.assert_owner("ruma_events", "_RNvMs_NtCs1234_11ruma_events4roomNtB4_4Name3new",
                          "_ZN11ruma_events4room4Name3new17h0123456789abcdefE")

    def test_generic_code_of_the_standard_library_is_whose_type_it_is_for(self):
        self.assert_owner(
            "ruma_events",
            "_RINvNtCs9_4core3ptr13drop_in_placeNtCs1234_11ruma_events4NameECs5_5other",
            "_ZN78_$LT$alloc..vec..Vec$LT$ruma_events..Name$GT$$u20$as$u20$core..ops..drop..Drop$GT$"
            "4drop17h0123456789abcdefE")

    def test_what_is_nobodys_is_the_standard_librarys(self):
        self.assert_owner("std", "_RNvNtCs9_4core3fmt5write", "_ZN4core3fmt5write17h0123456789abcdefE")

    def test_a_name_that_looks_like_a_crate_is_none(self):
        self.assert_owner("own", "_RNvNtCs1_3own14C4core_is_here3new")

    def test_code_in_c_is_told_by_its_name_or_file(self):
        self.assert_owner("sqlite (C)", "sqlite3_step")
        self.assert_owner("ring", "ring_core_0_17_14__x25519_NEON")
        self.assertEqual(symbols.owner("yyGrowStack", "sqlite3.c"), "sqlite (C)")
        self.assertEqual(symbols.owner("memcpy"), symbols.OTHER)


if __name__ == "__main__":
    unittest.main()
