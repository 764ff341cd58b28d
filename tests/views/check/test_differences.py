"""What the picture says: every party's answer, the largest difference first, no average."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from data.store import load
from tests.views.check.made import checks, three
from views.check.answers import Answer, Check, Party
from views.check.differences import (
    Difference,
    alike,
    all_see,
    differences,
    some_see,
    told,
    word,
)
from views.check.points import BY_CODE, ORDER
from views.check.result import build, members
from views.query import DEFAULT
from views.scenario import build as scenario_build


def by_code(check: Check) -> dict[str, Difference]:
    return {one.point.code: one for one in differences(check)}


def test_three_parties_that_differ_are_shown_to_differ() -> None:
    found = by_code(three())
    assert [p.value for p in found["ledelse"].places] == [4, 1, 3]
    assert word(found["ledelse"]) == "svært stor forskjell"
    assert word(found["rolleforstaelse"]) == "stor forskjell"
    assert word(found["lovkrav"]) == "liten forskjell"
    assert word(found["normer"]) == "likt svar"
    assert told(found["ledelse"].places) == "Aure: helt; Kristiansund (vert): godt; Smøla: ikke"
    # «Vet ikke» and no answer are shown, and never compared.
    assert found["forankring-politisk"].values == (2, 4)
    assert [p.value for p in found["gevinst"].places] == [3, 3, None]


def test_signs_that_all_see_are_told_apart_from_those_that_some_see() -> None:
    found = differences(three())
    assert [one.point.code for one in all_see(found)] == ["mal-uklart"]
    assert [one.point.code for one in some_see(found)] == ["struktur-mangler", "okonomi-svikter"]
    assert "lovkrav" in [one.point.code for one in alike(found, high=True)]
    assert alike(found, high=False) == ()


@given(checks())
def test_the_largest_difference_is_first_and_nothing_is_left_out(check: Check) -> None:
    found = differences(check, ranked=True)
    spreads = [-1 if one.spread is None else one.spread for one in found]
    assert spreads == sorted(spreads, reverse=True)
    assert sorted(ORDER[one.point.code] for one in found) == list(range(len(BY_CODE)))
    for one in found:
        assert len(one.places) == len(check.parties)


@given(checks(), st.randoms(use_true_random=False))
def test_the_order_of_the_parties_changes_only_the_letters(check: Check, random: object) -> None:
    parties = list(check.parties)
    random.shuffle(parties)  # type: ignore[attr-defined]

    def said(one: Difference) -> object:
        places = Counter((p.name, p.value, p.note) for p in one.places)
        return one.point, one.spread, one.distance, word(one), places

    shuffled = differences(Check(tuple(parties)), ranked=True)
    assert [said(one) for one in shuffled] == [said(o) for o in differences(check, ranked=True)]


def test_the_page_says_how_many_where_they_differ_and_what_all_see() -> None:
    view = build(load(), three())
    assert view.lead == (
        "Alle 3 parter har svart på 28 av 29 punkter, noen av dem på 1 til. Størst forskjell: "
        "«Liten kommune», «Eneste alternativ – vi må» og 11 punkter til. "
        "Alle ser varselsignalet «Målet er uklart»."
    )
    assert [section.title for section in view.sections][:2] == [
        "Snakk om dette først",
        "Varselsignaler",
    ]
    assert [len(table.rows) for table in view.tables] == [12, 11, 6, 2]
    ledelse = next(row for row in view.tables[1].rows if row[0] == "Ledelse")
    assert ledelse == ("Ledelse", "B", "", "C", "A", "", "", "svært stor forskjell")


@given(checks())
def test_any_check_can_be_told(check: Check) -> None:
    for ranked in (True, False):
        view = build(load(), check, ranked=ranked)
        assert view.title and view.lead
        assert len(view.rows) == len(BY_CODE)


def test_one_party_has_nobody_to_differ_from() -> None:
    view = build(load(), Check(three().parties[:1]))
    assert view.lead.startswith("Aure har svart på 29 av 29 punkter.")
    assert view.sections == ()


def test_it_says_what_it_is_about_and_offers_its_members() -> None:
    register = load()
    row = next(one for one in register.agreement_records if len(one.members) > 2)
    check = Check((), row.id)
    assert build(register, check).title == f"Samarbeidsjekk: {row.name}"
    name = register.municipality_by_code[row.members[0]].name
    assert name in members(register, check)
    assert name not in members(register, check.added(Party(name, {"lovkrav": Answer(1)})))
    outside = next(c for c in register.county_codes if c not in row.members)
    steps = f"inn.{row.id}.{outside}"
    assert scenario_build(register, DEFAULT.but(steg=steps), None).steps
    view = build(register, Check((), "", steps))
    joining = register.municipality_by_code[outside].name
    assert view.title == f"Samarbeidsjekk: scenario der {joining} går inn i {row.name}"
    assert {name, joining} <= set(members(register, Check((), "", steps)))
