"""The real agreements are drawn as what they are, and every picture holds together."""

import csv
import dataclasses
import math
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coverage import cells
from data import store
from geo import boundaries
from geo.boundaries import Boundaries
from geo.picture import Area, Hub, Picture, Point
from geo.placement import geometric_median
from geo.style import LAND, SERIES, STEPS
from views import kart
from views.kart import selected
from views.pictures.signs import colour_of, dash_of, spots
from views.query import Query, to_string

REGISTER = store.load()
GROUND = boundaries.load()
DRAWN = [row.id for row in REGISTER.agreement_records if row.members]


def picture(**fields: object) -> Picture:
    view = kart.build(REGISTER, Query(**fields), GROUND)  # type: ignore[arg-type]
    assert view.picture is not None
    return view.picture


@pytest.mark.parametrize(
    ("key", "shape", "dash", "arrows"),
    [
        ("legevakt-aure-smola-heim", "hollow", "dashed", False),
        ("veterinaervakt-aure-smola", "hollow", "dashed", False),
        ("krisesenter-nordmore", "diamond", "solid", False),
        ("norbr", "diamond", "solid", False),
        ("nibr", "square", "solid", True),
        ("ikt-orkide", "square", "solid", True),
        ("nnbt", "diamond", "solid", False),
        ("bygdevekst", "hollow", "dashed", False),
        ("rammeavtale-nordmore", "hollow", "dashed", False),
        ("rammeavtale-nordmore-prosjekt", "hollow", "dotted", False),
    ],
)
def test_one_agreement_is_drawn_as_what_it_is(
    key: str, shape: str, dash: str, arrows: bool
) -> None:
    row, drawn = REGISTER.agreement(key), picture(avtale=(key,))
    assert drawn.kind == "one"
    (hub,) = drawn.hubs
    assert hub.shape == shape
    assert {spoke.dash for spoke in drawn.spokes} == {dash}
    assert {spoke.arrow for spoke in drawn.spokes} == {arrows}
    ends = {spoke.code for spoke in drawn.spokes}
    assert ends == set(row.members) - ({row.host} if shape == "square" else set())
    assert {area.code for area in drawn.areas} == set(row.members) & set(GROUND.codes)
    assert row.name.split()[0] in hub.label[0]


def test_heim_is_drawn_on_its_own_ground() -> None:
    drawn = picture(avtale=("legevakt-aure-smola-heim",))
    assert "5055" in {area.code for area in drawn.areas}
    assert "5055" not in REGISTER.county_codes
    assert any("Helse Møre og Romsdal HF" in line for line in drawn.hubs[0].label)


def test_an_incomplete_list_of_members_is_marked() -> None:
    view = kart.build(REGISTER, Query(avtale=("krisesenter-molde",)), GROUND)
    assert view.picture is not None
    assert view.card is not None
    assert "bare Molde er navngitt" in view.picture.hubs[0].label
    assert any("Bare Molde er navngitt" in i.text for line in view.card.lines for i in line.items)


def test_parts_are_one_hub_and_three_on_request() -> None:
    parts = {"legevaktsentral-sore-sunnmore", "legevakt-sore-sunnmore-natt", "legevakt-volda-orsta"}
    folded = {hub.agreement for hub in picture(tjeneste=("legevakt",)).hubs}
    unfolded = {hub.agreement for hub in picture(tjeneste=("legevakt",), deler=True).hubs}
    assert folded & parts == {"legevaktsentral-sore-sunnmore"}
    assert parts <= unfolded


@pytest.mark.parametrize("service", list(REGISTER.service_by_code))
def test_areas_of_a_service_agree_with_its_cells(service: str) -> None:
    drawn = picture(tjeneste=(service,))
    ids = {row.id for row in selected(REGISTER, Query(tjeneste=(service,))).rows}
    table = cells(REGISTER, service, Query(tjeneste=(service,)), ids)
    areas = {area.code: area for area in drawn.areas}
    drawn_rows = selected(REGISTER, Query(tjeneste=(service,))).drawn
    count = Counter(code for row in drawn_rows for code in row.members)
    for code, cell in table.items():
        if cell.standing in ("med", "svakt"):
            assert areas[code].pattern == ("hatch" if count[code] > 1 else "plain")
            assert bool(areas[code].note) == (cell.standing == "svakt")
        elif cell.standing == "alene":
            assert areas[code].pattern == "alone"
        elif cell.standing == "ikke-registrert":
            assert areas[code].pattern == "dots"
        else:
            assert code not in areas


def expected_kind(count: int) -> str:
    if count < 2:
        return "one" if count else "county"
    return "few" if count <= 8 else "many" if count <= 25 else "pairs"


@settings(deadline=None, max_examples=60)
@given(st.sets(st.sampled_from(DRAWN), min_size=2, max_size=40))
def test_every_picture_holds_together(ids: set[str]) -> None:
    drawn = picture(avtale=tuple(sorted(ids)))
    rows = {key: REGISTER.agreement(key) for key in ids}
    assert drawn.kind == expected_kind(len(ids))
    assert [row.number for row in drawn.legend] == list(range(1, len(ids) + 1))
    codes = set(REGISTER.municipality_by_code)
    assert {x.code for x in (*drawn.areas, *drawn.nodes, *drawn.labels, *drawn.spokes)} <= codes
    if drawn.kind == "pairs":
        assert len(drawn.pairs) <= 40
        return
    assert {hub.agreement for hub in drawn.hubs} == ids
    hosts = sum(hub.shape == "square" for hub in drawn.hubs)
    assert len(drawn.spokes) == sum(len(row.members) for row in rows.values()) - hosts
    assert drawn == picture(avtale=tuple(sorted(ids, reverse=True)))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(DRAWN), st.sets(st.sampled_from(DRAWN), min_size=1, max_size=20))
def test_a_hub_does_not_move_when_the_filter_changes(key: str, others: set[str]) -> None:
    places = {(h.at, h.dx, h.dy) for group in (others | {key, "norbr"}, {key, "nibr", "norbr"})
              for h in picture(avtale=tuple(sorted(group))).hubs if h.agreement == key}  # fmt: skip
    spot = spots(REGISTER)[key]
    assert places == {(spot.at, spot.dx, spot.dy)}


def test_the_picture_of_everything_says_what_it_leaves_out() -> None:
    view = kart.build(REGISTER, Query(par=60), GROUND)
    assert view.picture is not None
    pairs = {
        (a, b)
        for row in selected(REGISTER, Query()).rows
        for a in row.members
        for b in row.members
        if a < b
    }
    assert len(view.picture.pairs) == 60
    assert f"60 av {len(pairs)} kommunepar" in " ".join(view.notes)


# --- which picture -------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 3, 8, 9, 10, 25, 26, 40])
def test_the_number_of_agreements_chooses_the_picture(count: int) -> None:
    drawn = picture(avtale=tuple(DRAWN[:count]))
    assert drawn.kind == expected_kind(count)
    assert bool(drawn.pairs) == (count > 25)
    assert len(drawn.hubs) == (count if count <= 25 else 0)


def test_a_filter_with_one_two_many_or_no_answers() -> None:
    kinds = {}
    for form in REGISTER.form_by_code:
        for code in REGISTER.county_codes[::4]:
            query = Query(form=(form,), kommune=(code,))
            drawn = kart.build(REGISTER, query, GROUND).picture
            assert drawn is not None
            count = len(selected(REGISTER, query).drawn)
            assert drawn.kind == expected_kind(count), query
            kinds[drawn.kind] = count
    assert {"county", "one", "few", "many"} <= set(kinds)


def test_nothing_found_is_the_county_with_its_names() -> None:
    drawn = picture(sok="finnes ikke noe sted")
    assert drawn.kind == "county"
    assert not (drawn.hubs or drawn.spokes or drawn.areas or drawn.pairs or drawn.nodes)
    assert [label.code for label in drawn.labels] == list(REGISTER.county_codes)


def test_one_service_is_a_map_of_it_also_where_nobody_works_together() -> None:
    for service in REGISTER.service_by_code:
        assert picture(tjeneste=(service,)).kind == "service"
    assert picture(tjeneste=("legevakt", "brann")).kind != "service"
    focused = picture(tjeneste=("legevakt",), avtale=("legevakt-volda-orsta",))
    assert (focused.kind, focused.focus) == ("one", "legevakt-volda-orsta")


# --- the real agreements, sign by sign -----------------------------------------------------


def centre(code: str) -> Point:
    m = REGISTER.municipality_by_code[code]
    return Point(m.lon, m.lat)


def test_nibr_is_a_square_on_kristiansund_with_arrows_to_the_other_three() -> None:
    drawn = picture(avtale=("nibr",))
    (hub,) = drawn.hubs
    assert (hub.at, hub.dx, hub.dy) == (centre("1505"), 0.0, 0.0)
    assert sorted(spoke.code for spoke in drawn.spokes) == ["1554", "1573", "1576"]
    assert all(spoke.arrow and spoke.hub == 0 for spoke in drawn.spokes)
    assert {node.code for node in drawn.nodes} == {"1505", "1554", "1573", "1576"}


def test_ikt_orkide_reaches_rindal_outside_the_county() -> None:
    drawn = picture(avtale=("ikt-orkide",))
    assert len(drawn.spokes) == 8
    assert "5061" in {spoke.code for spoke in drawn.spokes}
    assert "5061" in {area.code for area in drawn.areas}


@pytest.mark.parametrize(("key", "seat"), [("norbr", "1506"), ("krisesenter-nordmore", "1505")])
def test_a_body_stands_beside_its_seat_with_a_line_to_every_owner(key: str, seat: str) -> None:
    drawn = picture(avtale=(key,))
    (hub,) = drawn.hubs
    assert hub.at == centre(seat)
    assert (hub.dx, hub.dy) != (0, 0)
    assert {spoke.code for spoke in drawn.spokes} == set(REGISTER.agreement(key).members)
    assert not any(spoke.arrow for spoke in drawn.spokes)


def test_nnbt_has_no_known_seat_and_the_card_says_so() -> None:
    view = kart.build(REGISTER, Query(avtale=("nnbt",)), GROUND)
    assert view.picture is not None
    assert view.card is not None
    (hub,) = view.picture.hubs
    assert hub.at in {centre(code) for code in REGISTER.agreement("nnbt").members}
    assert ("Sete", "Sete ikke kjent.") in {
        (line.label, item.text) for line in view.card.lines for item in line.items
    }


def test_legevakt_aure_smola_heim_meets_between_the_three() -> None:
    drawn = picture(avtale=("legevakt-aure-smola-heim",))
    (hub,) = drawn.hubs
    members = [centre(code) for code in ("1573", "1576", "5055")]
    assert hub.at not in members
    median = geometric_median(members)
    assert math.dist(hub.at, median) < 0.5
    assert len(drawn.spokes) == 3
    assert {spoke.dash for spoke in drawn.spokes} == {"dashed"}


def test_what_is_being_built_is_dotted_also_in_its_border_and_key() -> None:
    drawn = picture(avtale=("rammeavtale-nordmore-prosjekt",))
    assert {outline.dash for outline in drawn.outlines} == {"dotted"}
    assert "dotted" in {key.sign for key in drawn.keys}
    (line,) = [
        line
        for line in picture(tjeneste=("annet",), deler=True).legend
        if line.agreement == "rammeavtale-nordmore-prosjekt"
    ]
    assert line.dash == "dotted"
    assert "under utvikling" in line.flags


def test_an_incomplete_list_is_marked_in_the_list_and_in_the_label() -> None:
    marked = 0
    for row in REGISTER.agreement_records:
        if not (row.incomplete and row.members):
            continue
        marked += 1
        drawn = picture(avtale=(row.id,))
        last = " ".join(drawn.hubs[0].label)
        names = [REGISTER.municipality_by_code[code].name for code in row.members]
        if len(names) == 1:
            assert f"bare {names[0]} er navngitt" in last, row.id
        else:
            assert "deltakerlista er ufullstendig" in last, row.id
        for line in picture(avtale=(row.id, "nnbt", "norbr")).legend:
            if line.agreement == row.id:
                assert "deltakerlista er ufullstendig" in line.flags
    assert marked > 5


@pytest.mark.parametrize("key", DRAWN[::3])
def test_one_agreement_alone(key: str) -> None:
    row, drawn = REGISTER.agreement(key), picture(avtale=(key,))
    (hub,) = drawn.hubs
    said = " ".join(hub.label)
    assert " ".join(hub.label[: hub.heavy]).split() == row.name.split()
    for year in (row.start, row.end):
        assert year is None or str(year) in said
    assert drawn.focus == key
    assert drawn.title == row.name
    assert {area.opacity for area in drawn.areas} <= {0.35}
    assert {(area.code, area.colour) for area in drawn.areas} == {
        (code, hub.colour) for code in row.members if code in GROUND.codes
    }
    for code in row.members:
        if code in REGISTER.county_codes:
            assert drawn.frame.holds(centre(code)), code
    strong = {label.code for label in drawn.labels if label.weight == "strong"}
    assert strong == set(row.members)
    # The list beside the map is still the whole list, numbered.
    numbered = [line.number for line in drawn.legend if line.number]
    assert numbered == list(range(1, len(numbered) + 1))
    assert len(numbered) == len(selected(REGISTER, Query()).drawn)


# --- members without ground ----------------------------------------------------------------


def without(*codes: str) -> Boundaries:
    kept = [index for index, code in enumerate(GROUND.codes) if code not in codes]
    return dataclasses.replace(
        GROUND,
        codes=tuple(GROUND.codes[index] for index in kept),
        shapes=tuple(GROUND.shapes[index] for index in kept),
    )


@pytest.mark.parametrize(
    "query",
    [
        Query(avtale=("legevakt-aure-smola-heim",)),
        Query(avtale=("legevakt-aure-smola-heim", "nnbt")),
        Query(tjeneste=("legevakt",)),
    ],
    ids=to_string,
)
def test_a_member_outside_the_boundaries_has_a_spoke_but_no_area(query: Query) -> None:
    whole, less = (kart.build(REGISTER, query, g).picture for g in (GROUND, without("5055")))
    assert whole is not None
    assert less is not None
    assert "5055" in {area.code for area in whole.areas}
    assert {area.code for area in less.areas} == {area.code for area in whole.areas} - {"5055"}
    assert (less.hubs, less.spokes, less.nodes) == (whole.hubs, whole.spokes, whole.nodes)
    assert "5055" in {spoke.code for spoke in less.spokes}


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("pairs", Query()),
        ("service", Query(tjeneste=("brann",))),
        ("few", Query(avtale=("nibr", "norbr"))),
        ("many", Query(avtale=tuple(DRAWN[:20]))),
    ],
    ids=["pairs", "service", "few", "many"],
)
def test_without_boundaries_all_but_the_areas_is_drawn(kind: str, query: Query) -> None:
    whole, bare = (kart.build(REGISTER, query, ground).picture for ground in (GROUND, None))
    assert whole is not None
    assert bare is not None
    assert whole.kind == kind
    assert bare.areas == bare.outlines == ()
    for part in ("kind", "title", "frame", "hubs", "spokes", "nodes", "pairs", "legend", "labels"):
        assert getattr(bare, part) == getattr(whole, part), part


def test_far_members_of_the_register_have_a_spoke() -> None:
    far = {code for code in REGISTER.municipality_by_code if code not in REGISTER.county_codes}
    seen = set()
    for row in REGISTER.agreement_records:
        outside = set(row.members) & (far - {"5055", "5061"})
        if outside:
            seen |= outside
            drawn = picture(avtale=(row.id,))
            ends = {spoke.code for spoke in drawn.spokes} | {row.host}
            assert outside <= ends, row.id
    assert len(seen) > 10


# --- a service: areas say what the title counts --------------------------------------------


def state(area: Area | None) -> str:
    """Return how an area reads."""
    if area is None:
        return "nothing"
    if area.pattern in ("plain", "hatch"):
        return "pale" if area.note else "member"
    return area.pattern


LOOKS = {
    "med": {"member"},
    "svakt": {"pale", "diagonal"},
    "alene": {"alone"},
    "ikke-registrert": {"dots"},
    "holdt-utenfor": {"diagonal", "pale"},
    "ikke-kommunalt": {"nothing"},
}


def contradictions(query: Query) -> list[tuple[str, str, str, str]]:
    """Return the municipalities that the map shows as something else than the title counts."""
    found = []
    for service in REGISTER.service_by_code:
        asked = query.but(tjeneste=(service,))
        view = kart.build(REGISTER, asked, GROUND)
        assert view.picture is not None
        within = {row.id for row in selected(REGISTER, asked).rows}
        # Ended agreements that are asked for by status are drawn, so they are counted too.
        switches = asked.but(avsluttet=True) if "avsluttet" in asked.status else asked
        table = cells(REGISTER, service, switches, within)
        counted = Counter(cell.standing for cell in table.values())
        assert f"{counted['med']} av 27 kommuner med" in view.title
        assert f"{counted['ikke-registrert']} ikke registrert" in view.title
        outside = f"{counted['holdt-utenfor']} holdt utenfor av filteret"
        assert (outside in view.title) == bool(counted["holdt-utenfor"])
        areas = {area.code: area for area in view.picture.areas}
        for code, cell in table.items():
            if state(areas.get(code)) not in LOOKS[cell.standing]:
                found.append((service, code, cell.standing, state(areas.get(code))))
    return found


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(deler=True),
        Query(nettverk=True),
        Query(utvikling=True),
        Query(nettverk=True, utvikling=True, avsluttet=True),
    ],
    ids=to_string,
)
def test_the_map_of_a_service_shows_what_its_title_counts(query: Query) -> None:
    assert contradictions(query) == []


def test_what_is_uncertain_looks_held_outside_when_it_is_not_counted() -> None:
    assert contradictions(Query(usikre=False)) == []


@pytest.mark.parametrize(
    "query",
    [
        Query(form=("nettverk",)),
        Query(form=("prosjekt",), nettverk=True),
        Query(sikkerhet=("A",)),
        Query(sikkerhet=("C",)),
        Query(kommune=("1505",)),
        Query(region=("sunnmore",)),
        Query(aar=2015),
        Query(sok="molde"),
        Query(status=("under-utvikling",)),
    ],
    ids=to_string,
)
def test_what_a_filter_takes_out_looks_held_outside(query: Query) -> None:
    assert contradictions(query) == []


def test_ended_agreements_asked_for_by_status_are_counted_as_they_are_drawn() -> None:
    assert contradictions(Query(status=("avsluttet",))) == []


@pytest.mark.parametrize("service", list(REGISTER.service_by_code))
def test_the_colours_of_an_area_are_those_of_agreements_that_it_is_in(service: str) -> None:
    drawn = picture(tjeneste=(service,))
    colour = {hub.agreement: hub.colour for hub in drawn.hubs}
    members = {key: set(REGISTER.agreement(key).members) for key in colour}
    for area in drawn.areas:
        if area.pattern in ("plain", "hatch"):
            mine = {colour[key] for key in colour if area.code in members[key]}
            assert area.colour in mine
            assert area.second in mine | {""}
            assert bool(area.second) == (area.pattern == "hatch")


def test_a_municipality_in_two_is_hatched_in_both_colours() -> None:
    hatched = 0
    for service in REGISTER.service_by_code:
        drawn = picture(tjeneste=(service,))
        colour = {hub.agreement: hub.colour for hub in drawn.hubs}
        for area in drawn.areas:
            mine = [k for k in colour if area.code in REGISTER.agreement(k).members]
            if len(mine) == 2:
                hatched += 1
                assert area.pattern == "hatch"
                assert [area.colour, area.second] in (
                    [colour[mine[0]], colour[mine[1]]],
                    [colour[mine[1]], colour[mine[0]]],
                )
    assert hatched > 20


def test_the_key_explains_each_pattern_that_is_used_and_no_other() -> None:
    sign = {"hatch": "hatch", "alone": "alone", "dots": "dots", "diagonal": "diagonal"}
    for service in REGISTER.service_by_code:
        for switches in ({}, {"sikkerhet": ("A",)}, {"nettverk": True}):
            drawn = picture(tjeneste=(service,), **switches)
            keys = {key.sign for key in drawn.keys}
            used = {sign[a.pattern] for a in drawn.areas if a.pattern != "plain"}
            used |= {"pale"} if any(area.note for area in drawn.areas) else set()
            assert keys - {"square", "diamond", "dashed", "hollow", "dotted"} == used


# --- stars ---------------------------------------------------------------------------------


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(DRAWN), min_size=2, max_size=25, unique=True))
def test_stars_tell_their_agreements_apart(ids: list[str]) -> None:
    drawn = picture(avtale=tuple(ids))
    by_id: dict[str, Hub] = {hub.agreement: hub for hub in drawn.hubs}
    few = len(ids) <= 8
    if few:
        assert len({hub.colour for hub in drawn.hubs}) == len(ids)
    for number, line in enumerate(drawn.legend, 1):
        hub = by_id[line.agreement]
        row = REGISTER.agreement(line.agreement)
        assert (line.number, hub.text) == (number, str(number))
        assert (line.colour, line.shape, line.dash) == (hub.colour, hub.shape, dash_of(row))
        ends = [s.code for s in drawn.spokes if drawn.hubs[s.hub].agreement == row.id]
        assert sorted([*ends, *([row.host] if hub.shape == "square" else [])]) == sorted(
            row.members
        )
    rings = {node.code: Counter(node.colours) for node in drawn.nodes}
    expected: dict[str, Counter[str]] = {}
    for key in ids:
        for code in REGISTER.agreement(key).members:
            expected.setdefault(code, Counter())[by_id[key].colour] += 1
    assert rings == (expected if few else {code: Counter() for code in expected})
    assert bool(drawn.areas) <= few
    for area in drawn.areas:
        mine = expected[area.code]
        assert sum(mine.values()) < 3
        assert {area.colour, area.second} - {""} == set(mine)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(DRAWN), min_size=2, max_size=25, unique=True))
def test_the_key_explains_each_sign_that_is_used_and_no_other(ids: list[str]) -> None:
    drawn = picture(avtale=tuple(ids))
    keys = {key.sign for key in drawn.keys} - {"ring"}
    assert ("square" in keys) == any(hub.shape == "square" for hub in drawn.hubs)
    assert ("diamond" in keys) == any(hub.shape == "diamond" for hub in drawn.hubs)
    assert ("dashed" in keys) == any(spoke.dash == "dashed" for spoke in drawn.spokes)
    assert ("dotted" in keys) == any(spoke.dash == "dotted" for spoke in drawn.spokes)


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_line_and_hub_is_three_to_one_on_land() -> None:
    colours = {colour_of(row, REGISTER) for row in REGISTER.agreement_records} | set(SERIES)
    for colour in colours:
        ratio = (luminance(LAND) + 0.05) / (luminance(colour) + 0.05)
        assert ratio >= 3, (colour, round(ratio, 2))


# --- everything ----------------------------------------------------------------------------

FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"


def naive_pairs() -> set[tuple[str, str]]:
    with (FOLDER / "avtaler.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [r for r in csv.DictReader(file, delimiter=";") if r["status"] != "avsluttet"]
    return {
        (a, b)
        for row in rows
        for a in row["deltakere"].split("|")
        for b in row["deltakere"].split("|")
        if a < b and a
    }


@pytest.mark.parametrize("par", [0, 10, 40, 400])
def test_everything_shows_the_strongest_pairs_and_says_how_many_there_are(par: int) -> None:
    view = kart.build(REGISTER, Query(par=par), GROUND)
    assert view.picture is not None
    assert len(view.picture.pairs) == par
    assert f"Kartet viser {par} av {len(naive_pairs())} kommunepar" in " ".join(view.notes)
    weights = [line.weight for line in view.picture.pairs]
    assert weights == sorted(weights, reverse=True)
    steps = [line.step for line in view.picture.pairs]
    assert steps == sorted(steps, reverse=True)
    assert set(steps) <= {0, 1, 2, 3}
    ends = {code for line in view.picture.pairs for code in (line.a, line.b)}
    assert ends <= {node.code for node in view.picture.nodes}


def test_a_pair_tells_how_many_agreements_it_shares() -> None:
    rows = [row for row in REGISTER.agreement_records if row.status != "avsluttet"]
    for line in picture(par=400).pairs:
        shared = [row for row in rows if {line.a, line.b} <= set(row.members)]
        assert line.count == len(shared)
        assert line.weight == pytest.approx(sum(1 / (len(r.members) - 1) for r in shared), abs=0.01)


@pytest.mark.parametrize(
    "query", [Query(), Query(avsluttet=True), Query(kommune=("1576",)), Query(deler=True)]
)
def test_areas_are_filled_by_a_number_that_the_key_explains(query: Query) -> None:
    drawn = kart.build(REGISTER, query, GROUND).picture
    assert drawn is not None
    assert drawn.kind == "pairs"
    count = Counter(c for row in selected(REGISTER, query).drawn for c in row.members)
    text = {key.colour: key.text for key in drawn.keys if key.sign == "fill"}
    assert {area.code for area in drawn.areas} == set(REGISTER.county_codes)
    for area in drawn.areas:
        n = count[area.code]
        assert area.note == f"{n} samarbeid"
        numbers = [int(word) for word in re.findall(r"\d+", text[area.colour])]
        if text[area.colour].startswith("under"):
            assert n < numbers[0], (n, text[area.colour])
        elif "eller flere" in text[area.colour]:
            assert n >= numbers[0], (n, text[area.colour])
        else:
            assert numbers[0] <= n <= numbers[-1], (n, text[area.colour])
    order = sorted(drawn.areas, key=lambda area: count[area.code])
    depths = [STEPS.index(area.colour) for area in order]
    assert depths == sorted(depths)


def test_hosts_are_as_large_as_the_agreements_that_they_host() -> None:
    rows = selected(REGISTER, Query()).drawn
    hosts = Counter(row.host for row in rows if row.form.startswith("vertskommune") and row.host)
    assert hosts["1505"] > 1
    assert {n.code: n.host_of for n in picture().nodes if n.host_of} == dict(hosts)


# --- the same picture every time -----------------------------------------------------------

PRINT = """
import hashlib
from data import store
from geo import boundaries
from views import kart
from views.query import Query
register, ground = store.load(), boundaries.load()
some = [Query(), Query(avtale=("nibr", "norbr", "nnbt")), Query(kommune=("1576",))]
some += [Query(tjeneste=(code,)) for code in register.service_by_code]
some += [Query(avtale=(row.id,)) for row in register.agreement_records[::12]]
text = "".join(repr(kart.build(register, query, ground)) for query in some)
print(hashlib.sha256(text.encode()).hexdigest())
"""


def test_another_process_draws_the_same_pictures() -> None:
    """Sets of strings come in another order in every process; pictures must not."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PRINT],
            cwd=FOLDER.parents[1],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    done = [process.communicate(timeout=180) for process in running]
    assert [process.returncode for process in running] == [0, 0], done
    assert done[0][0] == done[1][0]
    assert len(done[0][0]) > 60
