"""The matrix, the gap list and what neighbours have equal a count straight from the CSV files."""

import csv
import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coverage import Coverage, Span, coverage, span
from analysis.gaps import Gap, around, gaps, incomplete
from data import store
from data.register import Register
from data.schema import DUTIES, STATUSES
from views.query import Query

ROOT = Path(__file__).resolve().parents[2]
REGISTER = store.load()
SWITCHES = ("nettverk", "utvikling", "usikre", "avsluttet")
SETTINGS = [
    Query(**dict(zip(SWITCHES, values, strict=True)))
    for values in itertools.product((False, True), repeat=4)
]
OUTSIDE = ("5055", "5061")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


FILES = {
    name: read(ROOT / "data" / "register" / f"{name}.csv")
    for name in ("avtaler", "alene", "tjenester", "kommuner", "former")
}
SERVICES = {row["kode"]: row for row in FILES["tjenester"]}
COUNTY = [m["kommunenummer"] for m in FILES["kommuner"] if m["fylke"] == "Møre og Romsdal"]
PEOPLE = {m["kommunenummer"]: int(m["folketall"]) for m in FILES["kommuner"]}
BINDING = {row["kode"]: row["binding"] for row in FILES["former"]}
NEAR: dict[str, list[str]] = {}
for near in sorted(read(ROOT / "geo" / "neighbours.csv"), key=lambda r: (float(r["km"]), r["til"])):
    NEAR.setdefault(near["fra"], []).append(near["til"])


# --- the naive count -----------------------------------------------------------------------


class Naive(NamedTuple):
    state: str
    standing: str
    uncertain: bool
    rows: frozenset[str]


def naive_state(row: dict[str, str]) -> str:
    if row["status"] == "under-utvikling":
        return "under-utvikling"
    names = {"organ": "organ", "avtale": "avtale", "": "form-ukjent"}
    return names.get(BINDING[row["form"]], "prosjekt-nettverk")


def naive_cell(
    rows: list[dict[str, str]], answer: bool, service: str, switches: Query, within: set[str] | None
) -> Naive:
    """Return one cell, from the rows that are about it and whether the municipality is alone."""
    rows = [row for row in rows if switches.avsluttet or row["status"] != "avsluttet"]
    ids = frozenset(row["id"] for row in rows)
    if not rows:
        last = "ikke-kommunalt" if SERVICES[service]["ikke_kommunal_fra"] else "ikke-registrert"
        state = "alene" if answer else last
        return Naive(state, state, False, ids)
    states = [naive_state(row) for row in rows]
    order = ("organ", "avtale", "form-ukjent", "prosjekt-nettverk", "under-utvikling")
    state = next(name for name in order if name in states)
    giving = [row for row in rows if naive_state(row) == state]
    doubt = not [r for r in giving if r["status"] != "ukjent" and r["sikkerhet"] != "C"]
    counts = {"prosjekt-nettverk": switches.nettverk, "under-utvikling": switches.utvikling}
    left = within is None or bool(within & {row["id"] for row in giving})
    if not counts.get(state, True):
        standing = "svakt"
    else:
        standing = "med" if left and (switches.usikre or not doubt) else "holdt-utenfor"
    return Naive(state, standing, doubt, ids)


ABOUT: dict[tuple[str, str], list[dict[str, str]]] = {}
for agreement in FILES["avtaler"]:
    for member in agreement["deltakere"].split("|"):
        ABOUT.setdefault((member, agreement["tjeneste"]), []).append(agreement)
ALONE = {(row["kommune"], row["tjeneste"]) for row in FILES["alene"]}


def naive(switches: Query, within: set[str] | None = None) -> dict[tuple[str, str], Naive]:
    return {
        (c, s): naive_cell(ABOUT.get((c, s), []), (c, s) in ALONE, s, switches, within)
        for c in COUNTY
        for s in SERVICES
    }


def naive_gaps(table: dict[tuple[str, str], Naive]) -> list[Gap]:
    kinds = ("alene", "svakt", "ikke-registrert")
    lacking: dict[str, list[str]] = {}
    for (code, service), cell in table.items():
        if cell.standing in kinds:
            lacking.setdefault(service, []).append(code)
    found = []
    for service, codes in lacking.items():
        affected = sum(PEOPLE[code] for code in codes)
        for code in codes:
            standing: Any = table[code, service].standing
            found.append(Gap(code, service, standing, len(codes), affected, PEOPLE[code]))
    # Sorted by the least of the keys first: Python's sort keeps the order of equals.
    found.sort(key=lambda gap: gap.code)
    found.sort(key=lambda gap: gap.population, reverse=True)
    found.sort(key=lambda gap: gap.service)
    found.sort(key=lambda gap: gap.affected, reverse=True)
    found.sort(key=lambda gap: gap.lacking, reverse=True)
    return sorted(found, key=lambda gap: DUTIES.index(SERVICES[gap.service]["plikt"]))


def seen(found: Coverage) -> dict[tuple[str, str], Naive]:
    table = {}
    for code, service in itertools.product(found.codes, found.services):
        cell = found.cell(code, service)
        assert cell.code == code
        ids = [row.id for row in cell.rows]
        assert ids == sorted(set(ids))
        table[code, service] = Naive(cell.state, cell.standing, cell.uncertain, frozenset(ids))
    return table


# --- the matrix of the real register -------------------------------------------------------


def ids_of(**fields: str) -> set[str]:
    return {r["id"] for r in FILES["avtaler"] if all(r[k] == v for k, v in fields.items())}


FILTERS = [
    None,
    set(),
    ids_of(form="iks"),
    ids_of(status="aktiv"),
    {row["id"] for row in FILES["avtaler"] if "1505" in row["deltakere"]},
    {row["id"] for row in FILES["avtaler"]},
]


@pytest.mark.parametrize("number", range(len(FILTERS)))
def test_the_matrix_equals_a_count_from_the_files(number: int) -> None:
    within = FILTERS[number]
    for switches in SETTINGS:
        found = coverage(REGISTER, switches, within=within)
        assert found.codes == tuple(COUNTY)
        assert found.services == tuple(SERVICES)
        assert found.state.shape == found.standing.shape == found.uncertain.shape == (27, 47)
        assert seen(found) == naive(switches, within), switches


def test_the_real_register_has_every_standing() -> None:
    """What is compared above is no empty thing."""
    count = Counter(cell.standing for cell in naive(Query(usikre=False)).values())
    assert {"med", "svakt", "alene", "ikke-registrert", "ikke-kommunalt", "holdt-utenfor"} == set(
        count
    )
    assert {cell.state for cell in naive(Query()).values()} >= {
        *("organ", "avtale", "form-ukjent", "prosjekt-nettverk", "under-utvikling"),
    }


@settings(max_examples=40)
@given(st.sampled_from(SETTINGS), st.sets(st.sampled_from([row["id"] for row in FILES["avtaler"]])))
def test_the_matrix_behind_any_filter_equals_a_count(switches: Query, within: set[str]) -> None:
    assert seen(coverage(REGISTER, switches, within=within)) == naive(switches, within)


@pytest.mark.parametrize("switches", SETTINGS)
def test_tallies_and_span_equal_a_count(switches: Query) -> None:
    found, table = coverage(REGISTER, switches), naive(switches)
    for axis, names in ((0, list(SERVICES)), (1, COUNTY)):
        tallies = found.tallies(axis)
        assert list(tallies) == names
        for name, counts in tallies.items():
            own = [cell.standing for key, cell in table.items() if key[1 - axis] == name]
            assert counts == {standing: own.count(standing) for standing in counts}
            assert sum(counts.values()) == len(own)
            least = own.count("med")
            assert span(counts) == Span(least, least + own.count("ikke-registrert"), len(own))


@settings(max_examples=30)
@given(
    st.sampled_from(SETTINGS),
    st.lists(st.sampled_from(list(SERVICES)), max_size=8),
    st.none() | st.sets(st.sampled_from([row["id"] for row in FILES["avtaler"]])),
)
def test_some_services_are_columns_of_the_whole(
    switches: Query, services: list[str], within: set[str] | None
) -> None:
    whole = coverage(REGISTER, switches, within=within)
    some = coverage(REGISTER, switches, services, within)
    assert some.services == tuple(dict.fromkeys(services))
    columns = [whole.services.index(service) for service in some.services]
    for name in ("state", "standing", "uncertain"):
        assert (getattr(some, name) == getattr(whole, name)[:, columns]).all()
        assert getattr(some, name).shape == (27, len(columns))
    for service in some.services:
        assert some.column(service) == whole.column(service)
    assert {(gap.code, gap.service) for gap in gaps(some, REGISTER)} == {
        (gap.code, gap.service) for gap in gaps(whole, REGISTER) if gap.service in services
    }


def test_what_is_not_in_the_matrix_is_an_error() -> None:
    with pytest.raises(KeyError):
        coverage(REGISTER, Query(), ["legevakt", "ukjent-tjeneste"])
    found = coverage(REGISTER, Query(), ["legevakt"])
    assert found.cell("1573", "legevakt").code == "1573"
    for code, service in (("9999", "legevakt"), ("5055", "legevakt"), ("1573", "brann")):
        with pytest.raises(KeyError):
            found.cell(code, service)


# --- the gap list and the neighbours of the real register ----------------------------------


@pytest.mark.parametrize("switches", SETTINGS)
def test_the_gap_list_equals_a_count(switches: Query) -> None:
    found = gaps(coverage(REGISTER, switches), REGISTER)
    assert len(found) > 100
    assert found == naive_gaps(naive(switches))


@pytest.mark.parametrize("number", range(len(FILTERS)))
def test_the_gap_list_behind_a_filter_equals_a_count(number: int) -> None:
    found = gaps(coverage(REGISTER, Query(usikre=False), within=FILTERS[number]), REGISTER)
    assert found == naive_gaps(naive(Query(usikre=False), FILTERS[number]))


@pytest.mark.parametrize("switches", [Query(), Query(usikre=False), Query(nettverk=True)])
def test_what_neighbours_have_equals_a_count(switches: Query) -> None:
    found, table = coverage(REGISTER, switches), naive(switches)
    sizes = Counter[int]()
    for gap in gaps(found, REGISTER):
        cells = [(c, table[c, gap.service].standing) for c in NEAR[gap.code] if c in COUNTY]
        lacking = ("alene", "svakt", "ikke-registrert")
        having = tuple(code for code, standing in cells if standing == "med")
        without = tuple(c for c, s in cells if s in lacking)
        assert around(gap.code, gap.service, found, NEAR) == (having, without)
        sizes[len(having)] += 1
    assert len(sizes) > 3


@given(st.lists(st.sampled_from([*PEOPLE, "9999"]), unique=True), st.randoms())
def test_neighbours_keep_their_order(codes: list[str], random: Any) -> None:
    found = coverage(REGISTER, Query(usikre=False), ["plan", "brann"])
    gap = random.choice(gaps(found, REGISTER))
    near = around(gap.code, gap.service, found, {gap.code: codes})
    for group in near:
        assert list(group) == [code for code in codes if code in group]
    assert not set(near.having) & set(near.lacking)
    held = {c for c, cell in found.column(gap.service).items() if cell.standing == "holdt-utenfor"}
    assert {*near.having, *near.lacking} == set(codes) & set(COUNTY) - held
    assert around(gap.code, gap.service, found, {}) == ((), ())


def test_those_with_unnamed_members_equal_a_count() -> None:
    for service in SERVICES:
        assert [row.id for row in incomplete(REGISTER, service)] == sorted(
            row["id"]
            for row in FILES["avtaler"]
            if row["tjeneste"] == service
            and row["ufullstendig"] == "ja"
            and row["status"] != "avsluttet"
        )
    ended = [r["id"] for r in FILES["avtaler"] if r["ufullstendig"] == "ja"]
    listed = sum(len(incomplete(REGISTER, service)) for service in SERVICES)
    assert 0 < listed <= len(ended)
    assert incomplete(REGISTER, "ukjent-tjeneste") == ()


# --- made registers ------------------------------------------------------------------------

PROTOTYPE = REGISTER.agreements.loc["veterinaervakt-aure-smola"].to_dict()
FEW_SERVICES = ["legevakt", "okonomi", "skatt", "plan", "havn"]
MADE = st.fixed_dictionaries(
    {
        "tjeneste": st.sampled_from(FEW_SERVICES),
        "form": st.sampled_from(list(BINDING)),
        "status": st.sampled_from(list(STATUSES)),
        "sikkerhet": st.sampled_from("ABC"),
        "ufullstendig": st.booleans(),
        "deltakere": st.lists(
            st.sampled_from([*COUNTY[:5], "1573", "1576", *OUTSIDE]), unique=True, max_size=6
        ).map(tuple),
    }
)
ANSWERS = st.sets(st.tuples(st.sampled_from(COUNTY[:5]), st.sampled_from(FEW_SERVICES)))
NUMBERS = st.none() | st.sets(st.integers(0, 9))


def made(rows: list[dict[str, Any]], answers: Iterable[tuple[str, str]] = ()) -> Register:
    """Return a register of these agreements and answers alone."""
    start = REGISTER.agreements
    full = [{**PROTOTYPE, "id": f"laget-{i}", **row} for i, row in enumerate(rows)]
    frame = pd.DataFrame(full, columns=start.columns).astype(start.dtypes.to_dict())
    frame.index = pd.Index([row["id"] for row in full], dtype=start.index.dtype)
    first = REGISTER.alone.iloc[0].to_dict()
    words = [{**first, "kommune": code, "tjeneste": s} for code, s in sorted(answers)]
    alone = pd.DataFrame(words, columns=REGISTER.alone.columns).astype(
        REGISTER.alone.dtypes.to_dict()
    )
    return dataclasses.replace(REGISTER, agreements=frame, alone=alone, revision="made")


def same(one: Coverage, two: Coverage) -> bool:
    return all(
        (getattr(one, name) == getattr(two, name)).all()
        for name in ("state", "standing", "uncertain")
    )


@given(st.lists(MADE, max_size=10), ANSWERS, st.sampled_from(SETTINGS), NUMBERS)
def test_a_made_matrix_equals_the_naive_count(
    rows: list[dict[str, Any]],
    answers: set[tuple[str, str]],
    switches: Query,
    numbers: set[int] | None,
) -> None:
    within = None if numbers is None else {f"laget-{i}" for i in numbers}
    file = [{**row, "id": f"laget-{i}"} for i, row in enumerate(rows)]
    found = coverage(made(rows, answers), switches, FEW_SERVICES, within)
    for (code, service), cell in seen(found).items():
        about = [r for r in file if r["tjeneste"] == service and code in r["deltakere"]]
        alone = (code, service) in answers
        assert cell == naive_cell(about, alone, service, switches, within)


@given(st.lists(MADE, max_size=10), ANSWERS, st.sampled_from(SETTINGS), NUMBERS)
def test_a_gap_is_every_cell_that_neither_counts_nor_is_held_outside(
    rows: list[dict[str, Any]],
    answers: set[tuple[str, str]],
    switches: Query,
    numbers: set[int] | None,
) -> None:
    within = None if numbers is None else {f"laget-{i}" for i in numbers}
    register = made(rows, answers)
    found = coverage(register, switches, within=within)
    listed = gaps(found, register)
    keys = [(gap.code, gap.service) for gap in listed]
    assert len(keys) == len(set(keys))
    table = seen(found)
    none = {"med", "ikke-kommunalt", "holdt-utenfor"}
    assert set(keys) == {key for key, cell in table.items() if cell.standing not in none}
    assert listed == naive_gaps(table)
    for gap in listed:
        cell = found.cell(gap.code, gap.service)
        words = {"alene": "bekreftet", "svakt": "svakt", "ikke-registrert": "mulig"}
        assert cell.gap == words[gap.standing]


@given(
    st.lists(MADE, max_size=8),
    ANSWERS,
    MADE,
    st.sampled_from([form for form, binding in BINDING.items() if binding == "organ"]),
    st.sampled_from(SETTINGS),
)
def test_a_firm_body_more_never_lowers_coverage(
    rows: list[dict[str, Any]],
    answers: set[tuple[str, str]],
    row: dict[str, Any],
    form: str,
    switches: Query,
) -> None:
    more = {**row, "form": form, "status": "aktiv", "sikkerhet": "A"}
    before = coverage(made(rows, answers), switches).tallies(0)
    found = coverage(made([*rows, more], answers), switches)
    after = found.tallies(0)
    for service in after:
        one, two = span(before[service]), span(after[service])
        if service == row["tjeneste"]:
            assert two.least >= one.least
        else:
            assert two == one
    for code in set(row["deltakere"]) & set(COUNTY):
        assert found.cell(code, row["tjeneste"]).standing == "med"


@given(st.lists(MADE, max_size=10), ANSWERS, st.sampled_from(SETTINGS))
def test_members_outside_the_county_never_change_its_coverage(
    rows: list[dict[str, Any]], answers: set[tuple[str, str]], switches: Query
) -> None:
    without = [
        {**row, "deltakere": tuple(c for c in row["deltakere"] if c not in OUTSIDE)} for row in rows
    ]
    added = [
        {**row, "deltakere": (*without[i]["deltakere"], *OUTSIDE)} for i, row in enumerate(rows)
    ]
    home = made(without, answers)
    for other in (made(rows, answers), made(added, answers)):
        assert same(coverage(other, switches), coverage(home, switches))
        assert coverage(other, switches).codes == tuple(COUNTY)
        assert gaps(coverage(other, switches), other) == gaps(coverage(home, switches), home)


@settings(max_examples=20)
@given(MADE, st.sampled_from(SETTINGS))
def test_an_agreement_of_outsiders_changes_nothing(row: dict[str, Any], switches: Query) -> None:
    register = made([{**row, "deltakere": OUTSIDE}])
    assert same(coverage(register, switches), coverage(made([]), switches))


@given(st.lists(MADE, max_size=10), ANSWERS, st.sampled_from(SETTINGS), st.randoms())
def test_the_order_of_rows_does_not_matter(
    rows: list[dict[str, Any]], answers: set[tuple[str, str]], switches: Query, random: Any
) -> None:
    register = made(rows, answers)
    order = list(range(len(rows)))
    random.shuffle(order)
    turned = list(range(len(answers)))[::-1]
    mixed = dataclasses.replace(
        register,
        agreements=register.agreements.iloc[order],
        alone=register.alone.iloc[turned],
    )
    one, two = coverage(register, switches), coverage(mixed, switches)
    assert seen(one) == seen(two)
    assert gaps(one, register) == gaps(two, mixed)
    for service in FEW_SERVICES:
        assert incomplete(register, service) == incomplete(mixed, service)


def test_an_empty_register_lacks_all_that_is_municipal() -> None:
    empty = made([])
    found = coverage(empty, Query(), within=set())
    assert {gap.standing for gap in gaps(found, empty)} == {"ikke-registrert"}
    municipal = [code for code, row in SERVICES.items() if not row["ikke_kommunal_fra"]]
    assert len(gaps(found, empty)) == 27 * len(municipal)
    assert {span(counts) for counts in found.tallies(0).values()} == {
        Span(0, 27, 27),
        Span(0, 0, 27),
    }
    none = coverage(empty, Query(), [])
    assert none.state.shape == (27, 0)
    assert gaps(none, empty) == []
    assert none.tallies(0) == {}
    assert np.array_equal([sum(c.values()) for c in none.tallies(1).values()], [0] * 27)
