"""Numbers, lists, years and names are written as Norwegian writes them."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.selection import sort_key
from data import store
from data.schema import CONFIDENCES, STATUSES
from views.query import Query
from views.words import (
    collaborations,
    confidence_word,
    filter_words,
    form_word,
    listing,
    municipality_names,
    number,
    region_slug,
    span_of_years,
    status_word,
)

REGISTER = store.load()
THIN = "\u202f"
ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (7, 0, "7"),
        (999, 0, "999"),
        (1234.5, 1, f"1{THIN}234,5"),
        (1000, 0, f"1{THIN}000"),
        (279_999, 0, f"279{THIN}999"),
        (1_234_567.891, 2, f"1{THIN}234{THIN}567,89"),
        (0.25, 2, "0,25"),
    ],
)
def test_numbers(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_whole_numbers_are_grouped_in_threes_and_lose_nothing(value: int) -> None:
    groups = number(value).split(THIN)
    assert int("".join(groups)) == value
    assert all(len(group) == 3 for group in groups[1:])
    assert 1 <= len(groups[0]) <= 3


@settings(deadline=None)
@given(st.floats(0, 1e9), st.integers(1, 3))
def test_decimals_stand_after_a_comma(value: float, decimals: int) -> None:
    whole, comma, part = number(value, decimals).partition(",")
    assert comma == ","
    assert len(part) == decimals
    read = float(whole.replace(THIN, "") + "." + part)
    assert read == pytest.approx(value, abs=0.51 * 10**-decimals)


def test_a_number_does_not_break_across_lines_and_uses_no_full_stop() -> None:
    text = number(9_876_543.21, 2)
    assert " " not in text
    assert "." not in text
    assert unicodedata.name(text[1]) == "NARROW NO-BREAK SPACE"


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["Aure"], "Aure"),
        (["Aure", "Smøla"], "Aure og Smøla"),
        (["Aure", "Smøla", "Heim"], "Aure, Smøla og Heim"),
        (iter(["a", "b", "c", "d"]), "a, b, c og d"),
    ],
)
def test_listing(items: list[str], text: str) -> None:
    assert listing(items) == text


def test_listing_with_another_last_word() -> None:
    assert listing(["a", "b", "c"], "eller") == "a, b eller c"
    assert listing(["a"], "eller") == "a"


NORWEGIAN = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=8)


@settings(deadline=None)
@given(st.lists(NORWEGIAN, max_size=12), st.booleans())
def test_sorting_is_by_the_norwegian_alphabet(words: list[str], apart: bool) -> None:
    """Also where å comes as a and a ring, as some systems write it."""
    form = "NFD" if apart else "NFC"
    mixed = [unicodedata.normalize(form, word) for word in words]
    expected = sorted(words, key=lambda word: [ALPHABET.index(letter) for letter in word])
    found = sorted(mixed, key=sort_key)
    assert [unicodedata.normalize("NFC", word) for word in found] == expected


def test_the_municipalities_in_order() -> None:
    names = [m.name for m in REGISTER.municipality_by_code.values() if m.in_county]
    ordered = sorted(names, key=sort_key)
    assert ordered[:3] == ["Aukra", "Aure", "Averøy"]
    assert ordered[-2:] == ["Ørsta", "Ålesund"]
    assert sorted(["Åfjord", "Ørsta", "Ærø", "zeta", "Aure"], key=sort_key) == [
        "Aure",
        "zeta",
        "Ærø",
        "Ørsta",
        "Åfjord",
    ]


def test_collaborations_have_no_plural_ending() -> None:
    assert collaborations(1) == "1 samarbeid"
    assert collaborations(2) == "2 samarbeid"
    assert collaborations(1200) == f"1{THIN}200 samarbeid"


def test_each_status_confidence_and_form_has_its_word() -> None:
    assert len({status_word(status) for status in STATUSES}) == len(STATUSES)
    words = {confidence_word(step) for step in CONFIDENCES}
    assert {word[0] for word in words} == set(CONFIDENCES)
    for row in REGISTER.agreement_records:
        assert form_word(row, REGISTER)
    by_form = {row.form: form_word(row, REGISTER) for row in REGISTER.agreement_records}
    assert len(set(by_form.values())) == len(by_form)
    assert by_form["iks"] == "IKS"
    assert by_form["ukjent"] == "form ikke kjent"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (2012, None, "siden 2012"),
        (2012, 2021, "2012–2021"),
        (None, 2019, "til 2019"),
        (None, None, ""),
    ],
)
def test_years(start: int | None, end: int | None, text: str) -> None:
    row = REGISTER.agreement("nnbt")._replace(start=start, end=end)
    assert span_of_years(row) == text


@pytest.mark.parametrize(
    ("region", "slug"),
    [
        ("Nordmøre", "nordmore"),
        ("Sunnmøre", "sunnmore"),
        ("Trøndelag sørvest", "trondelag-sorvest"),
        ("Nord-Gudbrandsdal", "nord-gudbrandsdal"),
        (unicodedata.normalize("NFD", "Ålesund og ære"), "alesund-og-aere"),
    ],
)
def test_region_slugs(region: str, slug: str) -> None:
    assert region_slug(region) == slug


def test_regions_of_the_register_have_each_their_slug() -> None:
    regions = {m.region for m in REGISTER.municipality_by_code.values()}
    slugs = {region_slug(region) for region in regions}
    assert len(slugs) == len(regions)
    assert all(slug.replace("-", "").isascii() for slug in slugs)


def test_names_come_in_the_order_asked_for() -> None:
    assert municipality_names(["1576", "1573", "5055"], REGISTER) == ["Aure", "Smøla", "Heim"]


def test_filters_are_told_in_the_order_of_the_panel() -> None:
    query = Query(
        tjeneste=("legevakt", "brann"),
        form=("iks",),
        kommune=("1576", "1573"),
        region=("nordmore",),
        status=("aktiv", "ukjent"),
        sikkerhet=("A", "B"),
        aar=2020,
        sok="smøla",
    )
    words = filter_words(query, REGISTER)
    names = REGISTER.service_by_code
    assert words[0] == f"{names['legevakt'].name} eller {names['brann'].name}"
    assert words[1] == REGISTER.form_by_code["iks"].name
    assert words[2] == "med Aure eller Smøla"
    assert words[3:] == [
        "i Nordmøre",
        "aktiv eller ukjent status",
        "sikkerhet A eller B",
        "i 2020",
        "søk «smøla»",
    ]
    assert filter_words(query.but(modus="og"), REGISTER)[2] == "med Aure og Smøla"
    assert filter_words(Query(), REGISTER) == []
