"""Suggestions equal a second computation straight from the CSV files, and hold on made ones."""

import csv
import dataclasses
import math
import random
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coverage import Cell, cells
from analysis.grouping import Group
from analysis.likeness import Factors, Weights
from analysis.suggestions import Body, Candidate, Suggestions, suggest
from data import store
from data.register import Register
from data.schema import STATUSES
from views.query import Query

ROOT = Path(__file__).resolve().parents[2]
REGISTER = store.load()
RADIUS = 6371.0088

File = list[dict[str, str]]
Parts = tuple[float | None, ...]
Minutes = Mapping[tuple[str, str], float]


def read(path: Path) -> File:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


FILE = read(ROOT / "data" / "register" / "avtaler.csv")
PLACES = {m["kommunenummer"]: m for m in read(ROOT / "data" / "register" / "kommuner.csv")}
SERVICES = [s["kode"] for s in read(ROOT / "data" / "register" / "tjenester.csv")]
FORMS = [f["kode"] for f in read(ROOT / "data" / "register" / "former.csv")]
COUNTY = [code for code, m in PLACES.items() if m["fylke"] == "Møre og Romsdal"]
PEOPLE = {code: int(m["folketall"]) for code, m in PLACES.items()}
NEAR: dict[str, list[str]] = {}
for near in sorted(read(ROOT / "geo" / "neighbours.csv"), key=lambda r: float(r["km"])):
    NEAR.setdefault(near["fra"], []).append(near["til"])


# --- the naive computation -----------------------------------------------------------------


def members(row: dict[str, str]) -> list[str]:
    return [code for code in row["deltakere"].split("|") if code]


@cache
def naive_km(a: str, b: str) -> float:
    """Return the great circle by the chord between two points in space."""
    points = []
    for code in (a, b):
        lat, lon = (math.radians(float(PLACES[code][key])) for key in ("bredde", "lengde"))
        points.append((math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)))
    return 2 * RADIUS * math.asin(math.dist(*points) / 2)


def average(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def weighted(parts: Parts, weights: Sequence[int]) -> float:
    """Return the mean of the parts that apply, their weights made to sum to one."""
    total = sum(w for w, part in zip(weights, parts, strict=True) if part is not None)
    if not total:
        return 0.0
    return sum(w / total * part for w, part in zip(weights, parts, strict=True) if part is not None)


class Naive:
    """All that is worked out for one municipality, with loops over the rows of a file."""

    def __init__(
        self, file: File, code: str, weights: Sequence[int], minutes: Minutes | None = None
    ) -> None:
        self.rows = [row for row in file if row["status"] != "avsluttet"]
        self.code, self.weights, self.minutes = code, weights, minutes or {}
        ties = {other: self.tie(code, other) for other in PLACES if other != code}
        self.strongest = max(ties.values()) or 1.0

    def tie(self, a: str, b: str) -> float:
        both = [row for row in self.rows if a in members(row) and b in members(row)]
        return sum(1 / (len(members(row)) - 1) for row in both)

    def nearness(self, a: str, b: str) -> float:
        if known := [self.minutes[key] for key in ((a, b), (b, a)) if key in self.minutes]:
            return 1 - min(max(known), 120) / 120
        return 1 - min(naive_km(a, b), 100) / 100

    def size(self, a: float, b: float) -> float:
        return max(0.0, 1 - abs(math.log(a / b)) / math.log(30))

    def seat(self, row: dict[str, str]) -> str:
        others = [code for code in members(row) if code != self.code]
        nearest = sorted(others, key=lambda code: (naive_km(self.code, code), code))
        return row["sete"] or row["vert"] or nearest[0]

    def factors(self, row: dict[str, str]) -> Parts:
        others = [code for code in members(row) if code != self.code]
        people = sorted(PEOPLE[code] for code in others)
        half = len(people) // 2
        middle = people[half] if len(people) % 2 else (people[half - 1] + people[half]) / 2
        region = PLACES[self.code]["region"]
        return (
            average([self.tie(self.code, code) / self.strongest for code in others]),
            self.nearness(self.code, self.seat(row)),
            self.size(PEOPLE[self.code], middle),
            1 / (1 + max(0, len(others) - 3) / 4),
            sum(PLACES[code]["region"] == region for code in others) / len(others),
        )

    def join(self, service: str) -> list[tuple[str, float, Parts, str]]:
        found = []
        for row in self.rows:
            if row["tjeneste"] == service and members(row) and self.code not in members(row):
                parts = self.factors(row)
                found.append((row["id"], weighted(parts, self.weights), parts, self.seat(row)))
        found.sort(key=lambda one: one[0])
        return sorted(found, key=lambda one: round(one[1], 9), reverse=True)

    def pair(self, a: str, b: str) -> Parts:
        return (
            min(1.0, self.tie(a, b) / self.strongest),
            self.nearness(*sorted((a, b))),
            self.size(PEOPLE[a], PEOPLE[b]),
            None,
            1.0 if PLACES[a]["region"] == PLACES[b]["region"] else 0.0,
        )

    def groups(
        self, lacking: set[str], neighbours: Mapping[str, Sequence[str]]
    ) -> list[tuple[tuple[str, ...], float]]:
        scores: dict[frozenset[str], float] = {}

        def score(group: frozenset[str]) -> float:
            """Return the mean of the pairs' own scores."""
            for a, b in combinations(sorted(group), 2):
                if frozenset((a, b)) not in scores:
                    scores[frozenset((a, b))] = weighted(self.pair(a, b), self.weights)
            return average([scores[frozenset(pair)] for pair in combinations(group, 2)])

        found: dict[frozenset[str], float] = {}
        for first in neighbours.get(self.code, ()):
            group = frozenset((self.code, first))
            if first not in lacking:
                continue
            found[group] = score(group)
            while len(group) < 5:
                around = {c for one in group for c in neighbours.get(one, ()) if c in lacking}
                if not around - group:
                    break
                best = sorted(around - group, key=lambda c: (-round(score(group | {c}), 9), c))[0]
                group |= {best}
                found[group] = score(group)
        listed = [((self.code, *sorted(g - {self.code})), value) for g, value in found.items()]
        return sorted(listed, key=lambda one: (-round(one[1], 9), len(one[0]), one[0]))

    def bodies(self, service: str) -> list[tuple[str, float, float, Parts, str]]:
        mine = [row for row in self.rows if self.code in members(row) and len(members(row)) > 1]
        found = []
        for row in mine:
            may = row["form"].startswith("vertskommune") or row["form"] == "oppgavefellesskap"
            frame = row["form"] == "avtale" and "rammeavtale" in row["navn"].lower()
            if row["tjeneste"] == service or not (may or frame):
                continue
            one = set(members(row)) - {self.code}
            alike = []
            for other in mine:
                if other is not row:
                    two = set(members(other)) - {self.code}
                    alike.append(len(one & two) / len(one | two))
            parts = self.factors(row)
            congruence = average(alike) if alike else 0.0
            score = weighted(parts, self.weights)
            found.append((row["id"], congruence, score, parts, self.seat(row)))
        return sorted(found, key=lambda one: (-round(one[1], 9), -round(one[2], 9), one[0]))


def near_to(expected: Parts, found: Factors) -> bool:
    assert (found.few is None) == (expected[3] is None)
    for one, two in zip(found, expected, strict=True):
        if one is not None:
            assert one == pytest.approx(two, rel=1e-9, abs=1e-9)
    return True


def compare(
    found: Suggestions,
    naive: Naive,
    service: str,
    table: Mapping[str, Cell],
    neighbours: Mapping[str, Sequence[str]],
) -> None:
    """Assert that the three lists are those of the naive computation, in its order."""
    lacking = {code for code, cell in table.items() if cell.standing in KINDS}
    join = naive.join(service)
    assert [one.agreement.id for one in found.join] == [key for key, *_rest in join]
    for one, (_key, score, parts, seat) in zip(found.join, join, strict=True):
        assert one.score == pytest.approx(score, abs=1e-9)
        assert near_to(parts, one.factors)
        assert one.way.to == seat
        assert one.way.known == bool(one.agreement.seat or one.agreement.host)
        assert one.way.km == pytest.approx(naive_km(naive.code, seat), rel=1e-6, abs=1e-6)
        minutes = [naive.minutes.get(pair) for pair in ((naive.code, seat), (seat, naive.code))]
        assert one.way.minutes == max((m for m in minutes if m is not None), default=None)
    groups = naive.groups(lacking, neighbours)
    assert [group.codes for group in found.groups] == [codes for codes, _score in groups]
    for group, (codes, score) in zip(found.groups, groups, strict=True):
        assert group.score == pytest.approx(score, abs=1e-9)
        pairs = [naive.pair(a, b) for a, b in combinations(codes, 2)]
        for index in (0, 1, 2, 4):
            mean = average([pair[index] or 0.0 for pair in pairs])
            assert group.factors[index] == pytest.approx(mean, abs=1e-9)
        assert group.population == sum(PEOPLE[code] for code in codes)
        most = max(naive_km(a, b) for a, b in combinations(codes, 2))
        assert group.km == pytest.approx(most, rel=1e-6)
        common = {row["id"] for row in naive.rows if set(codes) <= set(members(row))}
        assert {row.id for row in group.common} == common
    bodies = naive.bodies(service)
    assert [body.agreement.id for body in found.bodies] == [key for key, *_rest in bodies]
    for body, (_key, congruence, score, parts, seat) in zip(found.bodies, bodies, strict=True):
        assert body.congruence == pytest.approx(congruence, abs=1e-9)
        assert body.score == pytest.approx(score, abs=1e-9)
        assert near_to(parts, body.factors)
        assert body.way.to == seat
        assert set(body.lacking) == set(body.agreement.members) & lacking - {naive.code}


KINDS = ("alene", "svakt", "ikke-registrert")

# --- the real register ---------------------------------------------------------------------

DEFAULTS = (35, 30, 15, 10, 10)
ASKED = [
    *(("1573", s) for s in ("plan", "tildelingskontor", "okonomi", "barnevern", "brann", "ikt")),
    *(("1576", s) for s in ("plan", "tildelingskontor", "okonomi", "landbruk", "legevakt")),
    *((code, "okonomi") for code in COUNTY),
    *((code, "plan") for code in COUNTY[::3]),
    *((code, "naering") for code in COUNTY[1::5]),
]
# A table with one direction of half the pairs, some of them far away.
_dice = random.Random(1)  # noqa: S311
PAIRS = [pair for pair in combinations(PLACES, 2) if _dice.random() < 0.5]
TRAVEL = {
    (pair if _dice.random() < 0.5 else pair[::-1]): float(_dice.randint(0, 300)) for pair in PAIRS
}


def test_the_weights_start_at_those_of_the_design() -> None:
    assert Weights() == DEFAULTS
    assert Weights._fields == ("history", "nearness", "size", "few", "region")


@pytest.mark.parametrize(("code", "service"), sorted(set(ASKED)))
def test_suggestions_equal_a_computation_from_the_files(code: str, service: str) -> None:
    table = cells(REGISTER, service, Query())
    found = suggest(REGISTER, code, service, table, NEAR)
    compare(found, Naive(FILE, code, DEFAULTS), service, table, NEAR)


@pytest.mark.parametrize("code", ["1573", "1576", "1508"])
@pytest.mark.parametrize("service", ["plan", "tildelingskontor", "okonomi", "barnevern"])
def test_suggestions_by_minutes_and_other_weights_equal_a_computation(
    code: str, service: str
) -> None:
    table = cells(REGISTER, service, Query(nettverk=True, usikre=False))
    for weights in (DEFAULTS, (0, 100, 0, 0, 0), (1, 2, 3, 4, 5), (10, 0, 0, 50, 0)):
        found = suggest(REGISTER, code, service, table, NEAR, Weights(*weights), TRAVEL)
        compare(found, Naive(FILE, code, weights, TRAVEL), service, table, NEAR)


def test_what_is_compared_is_there() -> None:
    """The tests above compare lists of some length."""
    count = [0, 0, 0]
    for code, service in sorted(set(ASKED)):
        found = suggest(REGISTER, code, service, cells(REGISTER, service, Query()), NEAR)
        count = [n + len(group) for n, group in zip(count, found, strict=True)]
    assert min(count) > 50
    smola = suggest(REGISTER, "1573", "plan", cells(REGISTER, "plan", Query()), NEAR)
    assert smola.join
    assert smola.groups
    assert "rammeavtale-nordmore" in {body.agreement.id for body in smola.bodies}


@pytest.mark.parametrize("code", ["1573", "1576"])
def test_minutes_count_in_either_direction(code: str) -> None:
    table = cells(REGISTER, "okonomi", Query())
    back = {(b, a): minutes for (a, b), minutes in TRAVEL.items()}
    one, two = (
        suggest(REGISTER, code, "okonomi", table, NEAR, travel=travel) for travel in (TRAVEL, back)
    )
    assert one == two
    assert one != suggest(REGISTER, code, "okonomi", table, NEAR)


def test_an_unknown_municipality_is_an_error() -> None:
    with pytest.raises(KeyError):
        suggest(REGISTER, "9999", "plan", cells(REGISTER, "plan", Query()), NEAR)


def test_an_unknown_municipality_is_an_error_also_where_nothing_can_be_joined() -> None:
    assert not [row for row in FILE if row["tjeneste"] == "tildelingskontor"]
    table = cells(REGISTER, "tildelingskontor", Query())
    with pytest.raises(KeyError):
        suggest(REGISTER, "9999", "tildelingskontor", table, NEAR)


# --- made registers ------------------------------------------------------------------------

FEW = ["1573", "1576", "1566", "1505", "1506", "1554", "1508", "5055", "5061"]
SOME = ["plan", "okonomi", "tildelingskontor"]
PROTOTYPE = REGISTER.agreements.loc["veterinaervakt-aure-smola"].to_dict()
GROUP = st.lists(st.sampled_from(FEW), unique=True, max_size=8).map(tuple)
ROW = st.fixed_dictionaries(
    {
        "navn": st.sampled_from(["Rammeavtale for noen", "En avtale", "Ny RAMMEAVTALE"]),
        "tjeneste": st.sampled_from(SOME),
        "form": st.sampled_from(FORMS),
        "status": st.sampled_from(["aktiv", *STATUSES]),
        "sikkerhet": st.sampled_from("ABC"),
        "deltakere": GROUP,
        "vert": st.sampled_from(["", "", *FEW]),
        "sete": st.sampled_from(["", "", *FEW]),
    }
)
ROWS = st.lists(ROW, max_size=10)
WEIGHTS = st.tuples(*(st.integers(0, 100) for _ in range(5)))
NEIGHBOURS = st.fixed_dictionaries(
    {code: st.lists(st.sampled_from([c for c in FEW if c != code]), unique=True) for code in FEW}
)
MINUTES = st.dictionaries(
    st.sampled_from(list(permutations(FEW, 2))), st.integers(0, 1440).map(float), max_size=20
)
ASKER = st.sampled_from([code for code in FEW if code in COUNTY])


def made(rows: list[dict[str, Any]]) -> Register:
    """Return a register of these agreements alone."""
    start = REGISTER.agreements
    full = [{**PROTOTYPE, **row, "id": f"laget-{i}"} for i, row in enumerate(rows)]
    frame = pd.DataFrame(full, columns=start.columns).astype(start.dtypes.to_dict())
    frame.index = pd.Index([row["id"] for row in full], dtype=start.index.dtype)
    return dataclasses.replace(REGISTER, agreements=frame, revision="made")


def as_file(rows: list[dict[str, Any]]) -> File:
    return [
        {**row, "id": f"laget-{i}", "deltakere": "|".join(row["deltakere"])}
        for i, row in enumerate(rows)
    ]


def ids(found: Suggestions) -> tuple[list[Any], ...]:
    return (
        [one.agreement.id for one in found.join],
        [group.codes for group in found.groups],
        [body.agreement.id for body in found.bodies],
    )


def every(found: Suggestions) -> list[Candidate | Group | Body]:
    return [*found.join, *found.groups, *found.bodies]


@given(ROWS, ASKER, st.sampled_from(SOME), WEIGHTS, NEIGHBOURS, MINUTES)
def test_made_suggestions_equal_the_naive_computation(
    rows: list[dict[str, Any]],
    code: str,
    service: str,
    weights: tuple[int, ...],
    neighbours: dict[str, list[str]],
    minutes: Minutes,
) -> None:
    register = made(rows)
    table = cells(register, service, Query())
    found = suggest(register, code, service, table, neighbours, Weights(*weights), minutes)
    naive = Naive(as_file(rows), code, weights, minutes)
    compare(found, naive, service, table, neighbours)


@given(ROWS, ASKER, st.sampled_from(SOME), WEIGHTS, NEIGHBOURS, MINUTES)
def test_every_number_is_a_share_and_every_list_is_what_it_says(
    rows: list[dict[str, Any]],
    code: str,
    service: str,
    weights: tuple[int, ...],
    neighbours: dict[str, list[str]],
    minutes: Minutes,
) -> None:
    register = made(rows)
    table = cells(register, service, Query())
    found = suggest(register, code, service, table, neighbours, Weights(*weights), minutes)
    for one in every(found):
        # A mean of equal ties may round to a last digit above one.
        assert 0 <= one.score <= 1 + 1e-12
        assert all(0 <= f <= 1 + 1e-12 for f in one.factors if f is not None)
    for one in found.join:
        assert code not in one.agreement.members
        assert one.agreement.members
        assert one.agreement.service == service
        assert one.agreement.status != "avsluttet"
    for group in found.groups:
        assert group.codes[0] == code
        assert 2 <= len(set(group.codes)) == len(group.codes) <= 5
        assert all(table[other].gap for other in group.codes[1:])
    assert len({frozenset(group.codes) for group in found.groups}) == len(found.groups)
    for body in found.bodies:
        assert 0 <= body.congruence <= 1 + 1e-12
        assert code in body.agreement.members
        assert body.agreement.service != service
        assert body.agreement.status != "avsluttet"


@given(ROWS, ASKER, st.sampled_from(SOME), WEIGHTS, NEIGHBOURS, st.randoms())
def test_the_order_of_rows_does_not_matter(
    rows: list[dict[str, Any]],
    code: str,
    service: str,
    weights: tuple[int, ...],
    neighbours: dict[str, list[str]],
    random: Any,
) -> None:
    register = made(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    mixed = dataclasses.replace(
        register,
        agreements=register.agreements.iloc[order],
        municipalities=register.municipalities.iloc[::-1],
    )
    turned = {one: near[::-1] for one, near in neighbours.items()}
    one = suggest(
        register, code, service, cells(register, service, Query()), neighbours, Weights(*weights)
    )
    two = suggest(mixed, code, service, cells(mixed, service, Query()), turned, Weights(*weights))
    assert one == two


@given(ROWS, ASKER, st.sampled_from(SOME), NEIGHBOURS)
def test_weights_of_nothing_give_nothing(
    rows: list[dict[str, Any]], code: str, service: str, neighbours: dict[str, list[str]]
) -> None:
    register = made(rows)
    table = cells(register, service, Query())
    found = suggest(register, code, service, table, neighbours, Weights(0, 0, 0, 0, 0))
    assert {one.score for one in every(found)} <= {0.0}
    assert ids(found)[0] == sorted(ids(found)[0])
    assert ids(found)[1] == sorted(ids(found)[1], key=lambda codes: (len(codes), codes))
    # Only «few» counts, and it does not apply to a new group.
    few = suggest(register, code, service, table, neighbours, Weights(0, 0, 0, 7, 0))
    assert {group.score for group in few.groups} <= {0.0}


@given(ROWS, ASKER, st.sampled_from(SOME), WEIGHTS, NEIGHBOURS, st.integers(2, 50))
def test_only_the_proportions_of_the_weights_matter(
    rows: list[dict[str, Any]],
    code: str,
    service: str,
    weights: tuple[int, ...],
    neighbours: dict[str, list[str]],
    times: int,
) -> None:
    register = made(rows)
    table = cells(register, service, Query())
    many = Weights(*(times * weight for weight in weights))
    one = suggest(register, code, service, table, neighbours, Weights(*weights))
    two = suggest(register, code, service, table, neighbours, many)
    assert ids(one) == ids(two)
    for first, second in zip(every(one), every(two), strict=True):
        assert first.score == pytest.approx(second.score, abs=1e-12)
        assert first.factors == second.factors


@settings(max_examples=50)
@given(ROWS, ASKER, st.sampled_from(SOME), st.sampled_from(range(5)), NEIGHBOURS)
def test_one_weight_alone_is_that_criterion(
    rows: list[dict[str, Any]],
    code: str,
    service: str,
    at: int,
    neighbours: dict[str, list[str]],
) -> None:
    register = made(rows)
    table = cells(register, service, Query())
    weights = Weights(*(60 * (index == at) for index in range(5)))
    for one in every(suggest(register, code, service, table, neighbours, weights)):
        assert one.score == pytest.approx(one.factors[at] or 0.0, abs=1e-12)


@pytest.mark.parametrize("count", range(1, 9))
def test_few_partners_count_most_up_to_three(count: int) -> None:
    row = {"tjeneste": "plan", "deltakere": tuple(FEW[1 : count + 1]), "vert": "", "sete": ""}
    register = made([{**row, "status": "aktiv"}])
    (found,) = suggest(register, "1573", "plan", {}, {}).join
    assert found.factors.few == pytest.approx(
        [1, 1, 1, 4 / 5, 4 / 6, 4 / 7, 4 / 8, 4 / 9][count - 1]
    )
    assert found.factors.history == 0


def test_the_seat_goes_before_the_host_and_the_host_before_the_nearest() -> None:
    row = {"tjeneste": "plan", "deltakere": ("1508", "1576"), "status": "aktiv"}
    for host, seat, expected in (
        ("1508", "1505", ("1505", True)),
        ("1508", "", ("1508", True)),
        ("", "", ("1576", False)),
        ("1573", "", ("1573", True)),
    ):
        register = made([{**row, "vert": host, "sete": seat}])
        (found,) = suggest(register, "1573", "plan", {}, {}).join
        assert (found.way.to, found.way.known) == expected
