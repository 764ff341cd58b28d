"""Political steering: every number of the view equals a naive count from the CSV file."""

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import store
from geo import boundaries
from geo.placement import to_units
from tests.views.forms import counting as plain
from views import oversikt
from views.forms import steering
from views.pictures.shares import EDGES, draw_shares, span_words, step_of
from views.pictures.signs import point_of
from views.query import Query
from views.view import Item, Table

REGISTER = store.load()
GROUND = boundaries.load()


def half_up(part: int, whole: int) -> int:
    return int(100 * part / whole + 0.5 + 1e-9) if whole else 0


def span(found: tuple[int, int, int]) -> str:
    whole, weak, unknown = found
    if not whole:
        return "–"
    low, high = half_up(weak, whole), half_up(weak + unknown, whole)
    return f"{low} %" if low == high else f"{low}–{high} %"


def rows_of(table: Table) -> dict[str, tuple[str, ...]]:
    return {
        row[0].text if isinstance(row[0], Item) else str(row[0]): tuple(map(str, row[1:]))
        for row in table.rows
    }


def line(found: tuple[int, int, int]) -> tuple[str, ...]:
    return (*map(str, found), span(found))


def check(view: steering.SteeringView, rows: list[plain.Row], around: list[plain.Row]) -> None:
    whole, weak, unknown = plain.shares(rows)
    assert (view.whole.all, view.whole.weak, view.whole.unknown) == (whole, weak, unknown)
    if whole:
        assert f"{weak} av {whole} samarbeid ({half_up(weak, whole)} %)" in view.lead
    sure = f"Av dem der formen er kjent, er {half_up(weak, whole - unknown)} % svakt organisert."
    assert (sure in view.lead) == bool(unknown and whole > unknown)
    places, regions, services, weak_list, unknown_list = view.tables
    names = {plain.MUNICIPALITIES[code]["navn"]: code for code in plain.COUNTY}
    assert rows_of(places) == {
        name: line(plain.shares([r for r in around if code in plain.members(r)]))
        for name, code in names.items()
    }
    kinds = {plain.MUNICIPALITIES[code]["region"] for code in plain.COUNTY}
    for region in kinds:
        inside = {c for c in plain.COUNTY if plain.MUNICIPALITIES[c]["region"] == region}
        expected = plain.shares([r for r in around if plain.members(r) & inside])
        assert rows_of(regions)[region] == line(expected)
    assert len(regions.rows) == len(kinds)
    assert rows_of(services) == {
        plain.SERVICES[s]: line(plain.shares([r for r in rows if r["tjeneste"] == s]))
        for s in {r["tjeneste"] for r in rows}
    }
    for table, forms in ((weak_list, plain.WEAK), (unknown_list, ("ukjent",))):
        found = sorted(row[0].url for row in table.rows if isinstance(row[0], Item))
        expected_ids = sorted(r["id"] for r in rows if r["form"] in forms)
        assert found == sorted(f"kart?avtale={key}" for key in expected_ids)


def test_the_shipped_register() -> None:
    rows = plain.standing(plain.AGREEMENTS)
    check(steering.build(REGISTER, Query(), GROUND), rows, rows)


@pytest.mark.parametrize(
    ("query", "how"),
    [
        (Query(avsluttet=True), {"ended": True}),
        (Query(usikre=False), {"unsure": False}),
        (Query(tjeneste=("legevakt",)), {"service": "legevakt"}),
    ],
)
def test_the_switches(query: Query, how: dict[str, object]) -> None:
    rows = plain.standing(plain.AGREEMENTS, **how)  # type: ignore[arg-type]
    check(steering.build(REGISTER, query, GROUND), rows, rows)


def test_a_place_narrows_the_numbers_but_not_the_map() -> None:
    rows = plain.standing(plain.AGREEMENTS, codes=("1576",))
    view = steering.build(REGISTER, Query(kommune=("1576",)), GROUND)
    check(view, rows, plain.standing(plain.AGREEMENTS))
    assert view.picture is not None
    assert len(view.picture.nodes) == len(plain.COUNTY)
    assert view.picture.outlines


def test_an_agreement_of_nearly_all_names_those_who_are_not_in_it() -> None:
    county = set(plain.COUNTY)
    view = steering.build(REGISTER, Query(), None)
    told = {
        row[0].url.partition("=")[2]: str(row[3])
        for table in view.lists
        for row in table.rows
        if isinstance(row[0], Item)
    }
    nearly = 0
    for row in plain.AGREEMENTS:
        if row["id"] not in told:
            continue
        members = plain.members(row)
        absent = {plain.MUNICIPALITIES[code]["navn"] for code in county - members}
        words = told[row["id"]]
        if not absent:
            assert words.startswith("alle de 27 kommunene i fylket")
        elif len(absent) <= 3 and row["ufullstendig"] != "ja":
            nearly += 1
            assert words.startswith("alle kommunene i fylket unntatt ")
            assert all(name in words for name in absent)
            assert words.count(",") + words.count(" og ") + 1 >= len(absent)
        else:
            assert "unntatt" not in words
    assert nearly


@settings(max_examples=12)
@given(st.lists(st.sampled_from(sorted(plain.FORMS)), min_size=1, max_size=9))
def test_made_registers(forms: list[str]) -> None:
    register, rows = plain.with_forms(REGISTER, forms)
    counted = plain.standing(rows)
    check(steering.build(register, Query(), None), counted, counted)


def test_the_claim_is_held_against_the_numbers() -> None:
    rows = plain.standing(plain.AGREEMENTS)
    whole, weak, unknown = plain.shares(rows)
    low = [r for r in rows if plain.CONTROL[r["form"]] in ("1", "2")]
    both = [r for r in low if r["form"] in plain.WEAK]
    (claim,) = steering.build(REGISTER, Query(), GROUND).sections
    (table,) = claim.tables
    assert "svakt strukturerte og mangler politisk styring" in claim.title
    assert [row[2:] for row in table.rows] == [
        (str(n), str(n + unknown), span((whole, n, unknown))) for n in (weak, len(low), len(both))
    ]
    bare = sum(r["form"] == "avtale" for r in rows)
    assert claim.items[0].text.startswith(f"{bare} av de svakt organiserte")
    assert claim.items[1].text.startswith(f"{len(low) - len(both)} samarbeid har eget organ")
    assert "ikke lov" in table.note


def test_the_definition_travels() -> None:
    view = steering.build(REGISTER, Query(), GROUND)
    words = "avtale uten eget organ, forening, prosjekt eller nettverk"
    assert words in view.lead
    assert view.picture is not None
    assert words in view.picture.alt
    assert words in view.picture.keys[-1].text
    assert "aldri som svak" in view.lead


def test_forms_narrow_the_lists_alone() -> None:
    view = steering.build(REGISTER, Query(form=("prosjekt",)), GROUND)
    every = steering.build(REGISTER, Query(), GROUND)
    assert view.whole == every.whole
    rows = plain.standing(plain.AGREEMENTS)
    assert len(view.lists[0].rows) == sum(r["form"] == "prosjekt" for r in rows)
    assert "bare Prosjekt" in view.lists[0].caption


def test_the_map_says_the_same_by_number_and_by_shade() -> None:
    view = steering.build(REGISTER, Query(), GROUND)
    assert view.picture is not None
    rows = plain.standing(plain.AGREEMENTS)
    numbers = {node.code: node.text for node in view.picture.nodes}
    for area in view.picture.areas:
        whole, weak, _unknown = plain.shares([r for r in rows if area.code in plain.members(r)])
        share = half_up(weak, whole)
        assert numbers[area.code] == str(share)
        assert f"{weak} av {whole} svakt organisert" in area.note
        keys = [key.text for key in view.picture.keys if key.colour == area.colour]
        assert len(keys) == 1
        assert step_of(share) == sum(share >= edge for edge in EDGES)


def test_no_disc_covers_another() -> None:
    view = steering.build(REGISTER, Query(), GROUND)
    assert view.picture is not None
    spots = []
    for node in view.picture.nodes:
        x, y = to_units(point_of(node.code, REGISTER))
        spots.append((x + node.dx, y + node.dy))
    near = [(a, b) for i, a in enumerate(spots) for b in spots[i + 1 :] if math.dist(a, b) < 18]
    assert not near


def test_a_municipality_without_agreements_is_no_nought_per_cent() -> None:
    empty = dataclasses.replace(REGISTER, agreements=REGISTER.agreements.iloc[:0], revision="none")
    view = steering.build(empty, Query(), GROUND)
    assert "Ingen samarbeid" in view.lead
    assert view.picture is not None
    assert {node.text for node in view.picture.nodes} == {"–"}
    assert not view.picture.areas
    assert {row[-1] for row in view.tables[0].rows} == {"–"}
    assert span_words(view.whole) == "–"
    assert draw_shares({}, empty, None).nodes == ()


def test_the_share_of_known_forms_is_the_one_of_the_front_page() -> None:
    front = oversikt.build(REGISTER, Query(), GROUND)
    (told,) = [word for _number, word in front.facts if "der formen er kjent" in word]
    share = told.partition(" % av dem")[0].rpartition(" ")[2]
    view = steering.build(REGISTER, Query(), None)
    assert f"Av dem der formen er kjent, er {share} % svakt organisert." in view.said
