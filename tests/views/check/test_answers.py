"""What a party may be called, and when two names are one."""

import pytest

from views.check.answers import Party, name_fault, same
from views.check.check_file import tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ålesund", "ålesund"),
        ("Ålesund", "A\u030alesund"),
        ("Volda  kommune ", "volda kommune"),
        ("STRASSE", "straße"),
    ],
)
def test_names_that_read_alike_are_one(one: str, other: str) -> None:
    assert same(one, other)
    assert name_fault(one, [Party(other, {})])


def test_other_names_are_others() -> None:
    assert not same("Herøy", "Heroy")
    assert name_fault("Aure", [Party("Aukra", {})]) == ""


@pytest.mark.parametrize("filler", ["\u3164", "\u115f", "\u1160", "\u2800", "\uffa0", "\u200b"])
def test_a_name_of_nothing_is_no_name(filler: str) -> None:
    assert tidy(filler * 3, 80) == ""
    assert "Skriv hvem som svarer" in name_fault(tidy(f" {filler}", 80), [])
    assert tidy(f"Au{filler}re", 80) == "Au re"
