"""A scenario changes what it says and nothing else, and its numbers are those of the files."""

import csv
import dataclasses
import pickle
import random
import time
from collections import Counter
from math import acos, cos, degrees, pi, radians, sin
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.distance import EARTH_RADIUS, km
from analysis.scenario import apply, new_pairs, numbers, touched
from analysis.steps import Create, Join, Leave, Merge, Step, to_text
from data import store
from data.records import Agreement, Municipality
from data.register import Register

REGISTER = store.load()
FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"
TABLES = ("agreements", "alone", "services", "forms", "municipalities", "changes")
ORDER = list(REGISTER.municipality_by_code)
ROWS = REGISTER.agreement_records
COPIES = {name: getattr(REGISTER, name).copy(deep=True) for name in TABLES}
TEXTS = {name: getattr(REGISTER, name).to_csv() for name in TABLES}
RECORDS, REVISION = pickle.dumps(ROWS), REGISTER.revision
LIVE = [row for row in ROWS if row.status != "avsluttet"]
SAME_SERVICE = [(a, b) for a in LIVE for b in LIVE if a is not b and a.service == b.service]

CODES = st.lists(st.sampled_from(ORDER), min_size=1, max_size=6, unique=True).map(tuple)
IDS = st.sampled_from([*(row.id for row in ROWS), "scenario-1", "scenario-2", "ingen"])
STEP: st.SearchStrategy[Step] = st.one_of(
    st.builds(Join, IDS, CODES),
    st.builds(Leave, IDS, CODES),
    st.builds(Merge, IDS, IDS),
    st.sampled_from(SAME_SERVICE).map(lambda pair: Merge(pair[0].id, pair[1].id)),
    st.builds(
        Create,
        st.sampled_from(list(REGISTER.service_by_code)),
        st.sampled_from(list(REGISTER.form_by_code)),
        CODES,
        st.sampled_from([*ORDER, ""]),
    ),
)
STEPS = st.lists(STEP, max_size=6)


def one(step: Step, register: Register = REGISTER) -> tuple[Register, tuple[str, ...]]:
    return apply(register, [step])


def changed(before: Register, after: Register) -> set[str]:
    ids = {*before.agreement_by_id, *after.agreement_by_id}
    return {i for i in ids if before.agreement_by_id.get(i) != after.agreement_by_id.get(i)}


def equal_tables(a: Register, b: Register) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(a, name), getattr(b, name))


# --- nothing else changes ------------------------------------------------------------------


@settings(max_examples=60)
@given(STEPS)
def test_the_register_is_byte_identical_afterwards(steps: list[Step]) -> None:
    new, _ = apply(REGISTER, steps)
    # Nor does a change of the new tables reach the old ones.
    new.agreements.loc[:, "navn"] = "endret"
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(REGISTER, name), COPIES[name])
        assert getattr(REGISTER, name).to_csv() == TEXTS[name]
    assert pickle.dumps(REGISTER.agreement_records) == RECORDS
    assert REGISTER.revision == REVISION


@settings(max_examples=150)
@given(STEPS)
def test_the_new_register_says_the_same_in_tables_and_records(steps: list[Step]) -> None:
    new, _ = apply(REGISTER, steps)
    fresh = dataclasses.replace(new)
    assert "agreement_records" in new.__dict__
    assert "agreement_records" not in fresh.__dict__
    assert new.agreement_records == fresh.agreement_records
    assert new.agreement_by_id == fresh.agreement_by_id
    assert list(new.agreement_by_id) == sorted(new.agreement_by_id)
    for name in ("alone_records", "municipality_by_code", "county_codes", "form_by_code"):
        assert getattr(new, name) == getattr(fresh, name)
    assert new.agreements.dtypes.equals(REGISTER.agreements.dtypes)
    assert list(new.agreements.index) == list(new.agreements["id"])
    assert new.agreements.index.dtype == REGISTER.agreements.index.dtype
    assert (new.revision == REGISTER.revision) == (not steps)
    assert changed(REGISTER, new) <= set(touched(REGISTER, steps))


@settings(max_examples=150)
@given(STEPS)
def test_what_comes_out_would_pass_as_a_register(steps: list[Step]) -> None:
    new, _ = apply(REGISTER, steps)
    for id_ in changed(REGISTER, new):
        row = new.agreement(id_)
        assert row.members == tuple(c for c in ORDER if c in row.members) or not set(
            row.members
        ) - set(REGISTER.agreement(id_).members)
        assert len(set(row.members)) == len(row.members)
        assert not row.host or row.host in row.members
        assert row.host or not row.form.startswith("vertskommune")
        assert row.succeeded_by in ("", *new.agreement_by_id)
        assert row.succeeded_by != id_
        assert row.status == "avsluttet" or row.members or not REGISTER.agreement(id_).members


def test_no_steps_give_equal_tables() -> None:
    new, sentences = apply(REGISTER, [])
    assert new is not REGISTER
    assert sentences == ()
    equal_tables(new, REGISTER)
    assert new.revision == REGISTER.revision


def test_the_revision_tells_the_steps_apart() -> None:
    join, leave = Join("norbr", ("1576",)), Leave("norbr", ("1576",))
    revisions = {one(join)[0].revision, one(leave)[0].revision, REGISTER.revision}
    assert len(revisions) == 3
    assert one(join)[0].revision == f"{REGISTER.revision}+{to_text([join])}"


# --- joining and leaving -------------------------------------------------------------------


@settings(max_examples=150)
@given(st.sampled_from(LIVE), st.sets(st.sampled_from(ORDER), min_size=1))
def test_whoever_joins_is_in_and_whoever_leaves_again_is_out(
    row: Agreement, codes: set[str]
) -> None:
    new = tuple(sorted(codes - set(row.members), reverse=True))
    if not new:
        return
    after, sentences = one(Join(row.id, new))
    assert sentences == ()
    joined = after.agreement(row.id)
    assert joined.members == tuple(c for c in ORDER if c in {*row.members, *new})
    assert joined._replace(members=row.members) == row
    assert changed(REGISTER, after) == {row.id}
    back, sentences = apply(REGISTER, [Join(row.id, new), Leave(row.id, new)])
    if row.members:
        assert sentences == ()
        assert set(back.agreement(row.id).members) == set(row.members)
        assert back.agreement(row.id)[:6] == row[:6]
    else:
        assert sentences == (f"Steg 2: ingen kommune blir igjen i «{row.name}».",)


def test_members_come_in_the_registers_order_and_once() -> None:
    row = REGISTER.agreement("norbr")
    outside = [c for c in ORDER if c not in row.members]
    new = (outside[5], outside[0], outside[5])
    after, sentences = one(Join("norbr", new))
    assert sentences == ()
    members = after.agreement("norbr").members
    assert members == tuple(c for c in ORDER if c in {*row.members, *new})
    assert after.agreements.at["norbr", "deltakere"] == members  # noqa: PD008


def test_who_is_a_member_already_does_not_hinder_the_others() -> None:
    row = REGISTER.agreement("norbr")
    inside, outside = row.members[0], next(c for c in ORDER if c not in row.members)
    name = REGISTER.municipality_by_code[inside].name
    after, sentences = one(Join("norbr", (inside, outside)))
    assert sentences == (f"Steg 1: {name} er allerede med i «{row.name}».",)
    assert set(after.agreement("norbr").members) == {*row.members, outside}
    after, sentences = apply(REGISTER, [Join("norbr", (inside,))] * 2)
    assert [s[:6] for s in sentences] == ["Steg 1", "Steg 2"]
    equal_tables(after, REGISTER)


def test_who_is_no_member_does_not_hinder_the_others_from_leaving() -> None:
    row = REGISTER.agreement("norbr")
    inside, outside = row.members[-1], next(c for c in ORDER if c not in row.members)
    name = REGISTER.municipality_by_code[outside].name
    after, sentences = one(Leave("norbr", (outside, inside)))
    assert sentences == (f"Steg 1: {name} er ikke med i «{row.name}».",)
    assert after.agreement("norbr").members == row.members[:-1]


def test_the_last_cannot_leave() -> None:
    row = next(r for r in LIVE if len(r.members) > 2 and not r.host)
    after, sentences = one(Leave(row.id, row.members))
    assert sentences == (f"Steg 1: ingen kommune blir igjen i «{row.name}».",)
    equal_tables(after, REGISTER)
    after, sentences = one(Leave(row.id, row.members[1:]))
    assert sentences == ()
    assert after.agreement(row.id).members == row.members[:1]


HOSTED = [r for r in LIVE if r.form.startswith("vertskommune") and len(r.members) > 1]


@pytest.mark.parametrize("row", HOSTED, ids=lambda row: row.id)
def test_a_host_cannot_leave_its_own(row: Agreement) -> None:
    after, sentences = one(Leave(row.id, row.members))
    name = REGISTER.municipality_by_code[row.host].name
    assert sentences == (f"Steg 1: {name} er vertskommune og kan ikke gå ut av «{row.name}».",)
    left = after.agreement(row.id)
    assert (left.members, left.host) == ((row.host,), row.host)
    assert left.seat == ("" if row.seat in set(row.members) - {row.host} else row.seat)


def test_a_seat_that_leaves_is_known_no_more() -> None:
    row = next(r for r in LIVE if r.seat in r.members and not r.host and len(r.members) > 2)
    after, _ = one(Leave(row.id, (row.seat,)))
    assert after.agreement(row.id).seat == ""
    assert after.agreements.at[row.id, "sete"] == ""  # noqa: PD008
    other = next(c for c in row.members if c != row.seat)
    assert one(Leave(row.id, (other,)))[0].agreement(row.id).seat == row.seat


def test_a_host_in_name_may_leave_and_is_host_no_more() -> None:
    row = REGISTER.agreement("digi-mr")
    assert row.host
    assert not row.form.startswith("vertskommune")
    assert len(row.members) > 1
    left = one(Leave(row.id, (row.host,)))[0].agreement(row.id)
    assert (left.host, left.seat) == ("", "")


# --- merging -------------------------------------------------------------------------------


@settings(max_examples=150)
@given(st.sampled_from(SAME_SERVICE))
def test_merged_members_are_the_union(pair: tuple[Agreement, Agreement]) -> None:
    first, other = pair
    after, sentences = one(Merge(first.id, other.id))
    assert sentences == ()
    merged, ended = after.agreement(first.id), after.agreement(other.id)
    union = {*first.members, *other.members}
    assert merged.members == tuple(c for c in ORDER if c in union)
    kept = ("id", "name", "service", "form", "host", "seat", "status", "start", "note", "sources")
    assert all(getattr(merged, key) == getattr(first, key) for key in kept)
    assert merged.incomplete == (first.incomplete or other.incomplete)
    assert set(merged.others) == {*first.others, *other.others}
    assert ended == other._replace(status="avsluttet", succeeded_by=first.id)
    assert changed(REGISTER, after) <= {first.id, other.id}
    assert numbers(after, other.id) is None


def test_what_goes_on_is_no_part_of_what_ends() -> None:
    part, whole = next((a, b) for a, b in SAME_SERVICE if a.part_of == b.id)
    alone = one(Merge(part.id, whole.id))[0]
    assert alone.agreement(part.id).part_of == ""
    assert alone.agreement_records == dataclasses.replace(alone).agreement_records
    # An agreement that ended cannot end again, nor take in others.
    both = [Merge(part.id, whole.id), Merge(whole.id, part.id), Join(whole.id, ("4649",))]
    after, sentences = apply(REGISTER, both)
    words = f"«{whole.name}» er avsluttet."
    assert sentences == (f"Steg 2: {words}", f"Steg 3: {words}")
    equal_tables(after, one(both[0])[0])


def test_what_goes_on_is_not_succeeded_by_what_ends() -> None:
    first, other = SAME_SERVICE[0]
    frame = REGISTER.agreements.copy()
    frame.loc[first.id, "erstattet_av"] = other.id
    after = one(Merge(first.id, other.id), dataclasses.replace(REGISTER, agreements=frame))[0]
    assert after.agreement(first.id).succeeded_by == ""
    assert after.agreement(other.id).succeeded_by == first.id
    assert after.agreement_records == dataclasses.replace(after).agreement_records


def test_merges_that_make_no_sense_are_refused() -> None:
    a = LIVE[0]
    b = next(row for row in LIVE if row.service != a.service)
    after, sentences = apply(REGISTER, [Merge(a.id, a.id), Merge(a.id, b.id), Merge(a.id, "x")])
    assert sentences == (
        f"Steg 1: «{a.name}» kan ikke slås sammen med seg selv.",
        f"Steg 2: «{a.name}» og «{b.name}» gjelder ulike tjenester og kan ikke slås sammen.",
        "Steg 3: avtalen «x» finnes ikke.",
    )
    equal_tables(after, REGISTER)


# --- new agreements ------------------------------------------------------------------------


def test_a_new_agreement_is_a_row_like_the_others() -> None:
    step = Create("okonomi", "oppgavefellesskap", ("5055", "1573", "1576"), "1576")
    after, sentences = apply(REGISTER, [Join("ingen", ("1576",)), step])
    assert sentences == ("Steg 1: avtalen «ingen» finnes ikke.",)
    assert changed(REGISTER, after) == {"scenario-2"}
    name = f"Nytt samarbeid 2: {REGISTER.service_by_code['okonomi'].name}"
    assert after.agreement("scenario-2") == Agreement(
        id="scenario-2", name=name, part_of="", succeeded_by="", service="okonomi",
        form="oppgavefellesskap", host="", seat="1576", members=("1573", "1576", "5055"),
        incomplete=False, others=(), status="aktiv", start=None, end=None, orgnr="", purpose="",
        sources=(("Scenario", ""),), source_year=None, confidence="A", note="Bare i scenario",
    )  # fmt: skip
    assert after.agreements.index[-1] == "scenario-2"
    assert len(after.agreements) == len(REGISTER.agreements) + 1


def test_a_host_municipality_is_host_and_seat() -> None:
    row = one(Create("okonomi", "vertskommune-adm", ("1573", "1576"), "1573"))[0].agreement(
        "scenario-1"
    )
    assert (row.host, row.seat) == ("1573", "1573")


def test_later_steps_reach_a_new_agreement() -> None:
    other = next(row for row in LIVE if row.service == "okonomi" and row.members)
    after, sentences = apply(
        REGISTER,
        [
            Create("okonomi", "iks", ("1573", "1576")),
            Join("scenario-1", ("1505",)),
            Leave("scenario-1", ("1573",)),
            Merge("scenario-1", other.id),
            Create("okonomi", "iks", ("1511", "1514")),
            Merge(other.id, "scenario-5"),
            Merge("scenario-1", "scenario-5"),
        ],
    )
    assert sentences == (f"Steg 6: «{other.name}» er avsluttet.",)
    union = {"1505", "1576", "1511", "1514", *other.members}
    assert set(after.agreement("scenario-1").members) == union
    assert after.agreement("scenario-5").succeeded_by == "scenario-1"
    assert after.agreement_records == dataclasses.replace(after).agreement_records


@pytest.mark.parametrize("form", list(REGISTER.form_by_code))
def test_only_a_host_form_needs_a_host(form: str) -> None:
    _, sentences = one(Create("plan", form, ("1573", "1576")))
    name = REGISTER.form_by_code[form].name
    hosted = form in ("vertskommune", "vertskommune-adm", "vertskommune-nemnd")
    assert sentences == ((f"Steg 1: «{name}» må ha en vertskommune.",) if hosted else ())


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Create("plan", "iks", ()), "et nytt samarbeid må ha minst én kommune"),
        (Create("plan", "iks", ("1573",), "1576"), "Aure kan ikke ha setet uten å være med"),
        (Create("magi", "iks", ("1573",)), "tjenesten «magi» finnes ikke"),
        (Create("plan", "magi", ("1573",)), "organisasjonsformen «magi» finnes ikke"),
        (Create("plan", "iks", ("9999",)), "kommunen «9999» finnes ikke"),
        (Join("norbr", ("9999",)), "kommunen «9999» finnes ikke"),
        (Leave("norbr", ("9999",)), "kommunen «9999» finnes ikke"),
    ],
)
def test_a_step_that_cannot_be_taken_changes_nothing(step: Step, words: str) -> None:
    after, sentences = one(step)
    assert sentences == (f"Steg 1: {words}.",)
    equal_tables(after, REGISTER)
    assert after.agreement_records == REGISTER.agreement_records


def test_a_new_agreement_takes_in_what_another_one_had() -> None:
    other = next(row for row in LIVE if row.others and row.incomplete and row.service == "ikt")
    after, sentences = apply(
        REGISTER, [Create("ikt", "iks", ("1573",)), Merge("scenario-1", other.id)]
    )
    assert sentences == ()
    assert after.agreement("scenario-1").others == other.others
    assert after.agreement("scenario-1").incomplete
    assert after.agreement_records == dataclasses.replace(after).agreement_records


def test_an_id_in_use_is_not_taken_over() -> None:
    start = one(Create("plan", "iks", ("1573", "1576")))[0]
    after, sentences = one(Create("ikt", "iks", ("1505",)), start)
    assert sentences == ("Steg 1: id-en «scenario-1» er i bruk.",)
    assert after.agreement("scenario-1") == start.agreement("scenario-1")


def test_what_is_touched_in_order_and_once() -> None:
    steps = [
        Join("norbr", ("1576",)),
        Create("plan", "iks", ("1576",)),
        Merge("nibr", "norbr"),
        Leave("scenario-2", ("1576",)),
        Leave("scenario-9", ("1576",)),
        Leave("ingen", ("1576",)),
    ]
    assert touched(REGISTER, steps) == ("norbr", "scenario-2", "nibr")
    assert touched(REGISTER, []) == ()


# --- numbers -------------------------------------------------------------------------------


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


PLACES = {row["kommunenummer"]: row for row in read("kommuner.csv")}


def naive_km(a: str, b: str) -> float:
    """Return the distance by the spherical law of cosines, from the files alone."""
    if a == b:
        return 0.0
    one, two = PLACES[a], PLACES[b]
    x, y = radians(float(one["bredde"])), radians(float(two["bredde"]))
    turn = radians(float(one["lengde"]) - float(two["lengde"]))
    return 6371.0088 * acos(min(1.0, sin(x) * sin(y) + cos(x) * cos(y) * cos(turn)))


@pytest.mark.parametrize("row", read("avtaler.csv"), ids=lambda row: row["id"])
def test_numbers_equal_a_count_from_the_files(row: dict[str, str]) -> None:
    found = numbers(REGISTER, row["id"])
    if row["status"] == "avsluttet":
        assert found is None
        return
    assert found is not None
    codes = row["deltakere"].split("|") if row["deltakere"] else []
    assert found.members == tuple(codes)
    assert found.partners == len(codes)
    assert found.population == sum(int(PLACES[c]["folketall"]) for c in codes)
    regions = [PLACES[c]["region"] for c in codes]
    counties = [PLACES[c]["fylke"] for c in codes]
    assert (found.regions, found.counties) == (len(set(regions)), len(set(counties)))
    assert found.seat_known == bool(row["sete"] or row["vert"])
    if not codes:
        assert (found.largest_km, found.across_region, found.across_county) == (None, 0, 0)
        return
    most = max(regions.count(region) for region in regions)
    assert found.across_region == pytest.approx(1 - most / len(codes))
    outside = [county for county in counties if county != "Møre og Romsdal"]
    assert found.across_county == pytest.approx(len(outside) / len(codes))
    seat = row["sete"] or row["vert"]
    middle = min(codes, key=lambda a: round(sum(naive_km(a, b) for b in codes), 3))
    expected = max(naive_km(code, seat or middle) for code in codes)
    assert found.largest_km == pytest.approx(expected, abs=1e-3)


def test_numbers_of_what_is_not_there() -> None:
    assert numbers(REGISTER, "ingen") is None


def test_numbers_follow_the_scenario() -> None:
    before = numbers(REGISTER, "norbr")
    assert before is not None
    outside = next(c for c in reversed(ORDER) if c not in before.members)
    after = numbers(one(Join("norbr", (outside,)))[0], "norbr")
    assert after is not None
    assert after.partners == before.partners + 1
    assert after.population == before.population + int(PLACES[outside]["folketall"])
    assert after.across_county > before.across_county


def test_without_seat_the_member_in_the_middle_stands_for_it() -> None:
    """On a line of three, the middle one is nearest to all."""
    row = one(Create("plan", "iks", ("1505", "1506", "1508")))[0]
    found = numbers(row, "scenario-1")
    assert found is not None
    assert not found.seat_known
    distances = {c: sum(naive_km(c, d) for d in found.members) for c in found.members}
    middle = min(distances, key=lambda c: distances[c])
    assert middle == "1506"
    assert found.largest_km == pytest.approx(max(naive_km(middle, d) for d in found.members))
    alone = numbers(one(Create("plan", "iks", ("1505",)))[0], "scenario-1")
    assert alone is not None
    assert alone.largest_km == 0.0


def place(lat: float, lon: float) -> Municipality:
    return REGISTER.municipality_by_code["1505"]._replace(lat=lat, lon=lon)


def test_distances_that_are_known() -> None:
    quarter = EARTH_RADIUS * pi / 2
    assert km(place(0, 0), place(0, 90)) == pytest.approx(quarter)
    assert km(place(0, 0), place(90, 0)) == pytest.approx(quarter)
    assert km(place(60, 0), place(60, degrees(1e-6))) == pytest.approx(EARTH_RADIUS * 5e-7)
    assert km(place(0, 179.5), place(0, -179.5)) == pytest.approx(quarter / 90)
    assert km(place(-0.82, -99.09), place(0.82, 80.91)) == pytest.approx(2 * quarter)
    # Molde to Kristiansund, as the crow flies, is about 50 km.
    towns = REGISTER.municipality_by_code
    assert 45 < km(towns["1506"], towns["1505"]) < 55


# --- new pairs -----------------------------------------------------------------------------


def naive_pairs(register: Register) -> set[tuple[str, str]]:
    return {
        (a, b)
        for row in register.agreement_records
        if row.status != "avsluttet"
        for a in row.members
        for b in row.members
        if a < b
    }


@settings(max_examples=80)
@given(STEPS, STEPS)
def test_new_pairs_equal_a_naive_difference(one_way: list[Step], other_way: list[Step]) -> None:
    a, b = apply(REGISTER, one_way)[0], apply(REGISTER, other_way)[0]
    assert new_pairs(a, b) == tuple(sorted(naive_pairs(b) - naive_pairs(a)))
    assert new_pairs(a, a) == ()


def test_a_pair_tied_only_by_what_has_ended_is_new() -> None:
    ended = REGISTER.agreements.assign(status="avsluttet")
    before = dataclasses.replace(REGISTER, agreements=ended)
    tied = REGISTER.agreement("norbr").members[:2]
    after = one(Create("plan", "iks", tied), before)[0]
    assert new_pairs(before, after) == (tuple(sorted(tied)),)
    assert new_pairs(REGISTER, after) == ()
    assert new_pairs(after, before) == ()
    none = dataclasses.replace(REGISTER, agreements=REGISTER.agreements.iloc[:0])
    assert new_pairs(none, before) == ()
    assert set(new_pairs(none, REGISTER)) == naive_pairs(REGISTER)


# --- speed ---------------------------------------------------------------------------------


def large(agreements: int, municipalities: int) -> Register:
    """Return a register of random rows of the given size."""
    draw = random.Random(1)  # noqa: S311 — nothing secret
    base = REGISTER.municipalities.iloc[[n % len(ORDER) for n in range(municipalities)]].copy()
    codes = [str(1000 + n) for n in range(municipalities)]
    base["kommunenummer"] = codes
    base.index = pd.Index(codes)
    frame = REGISTER.agreements.iloc[[n % len(ROWS) for n in range(agreements)]].copy()
    frame["id"] = [f"laget-{n}" for n in range(agreements)]
    frame.index = pd.Index(frame["id"].array, name=None)
    members: list[Any] = [tuple(draw.sample(codes, draw.randint(2, 12))) for _ in frame.index]
    members[0] = tuple(codes[:-1])
    frame["deltakere"] = pd.Series(members, index=frame.index, dtype="object")
    frame[["vert", "sete", "del_av", "erstattet_av"]] = ""
    frame[["status", "form"]] = ["aktiv", "iks"]
    return dataclasses.replace(REGISTER, agreements=frame, municipalities=base, revision="stor")


def test_one_step_in_ten_thousand_agreements_is_quick() -> None:
    register = large(10_000, 357)
    assert Counter(map(len, (row.members for row in register.agreement_records)))[356] == 1
    took = []
    for _ in range(3):
        start = time.perf_counter()
        after, sentences = one(Join("laget-0", ("1356",)), register)
        found = numbers(after, "laget-0")
        took.append(time.perf_counter() - start)
        assert sentences == ()
        assert found is not None
        assert found.partners == 357
    assert min(took) < 0.3
