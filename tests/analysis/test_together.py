"""What a few municipalities could look into together equals a second count from the CSV files."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coverage import cells, coverage
from analysis.likeness import Factors, Weights
from analysis.together import Shortage, Together, shortages, suggest_together
from data.schema import DUTIES
from tests.analysis.test_suggestions import (
    COUNTY,
    DEFAULTS,
    FEW,
    FILE,
    KINDS,
    MINUTES,
    NEAR,
    NEIGHBOURS,
    PEOPLE,
    REGISTER,
    ROWS,
    SOME,
    TRAVEL,
    WEIGHTS,
    File,
    Minutes,
    Naive,
    as_file,
    average,
    made,
    members,
    weighted,
)
from views.query import Query

HOME = [code for code in FEW if code in COUNTY]
GROUPS = (
    ("1573", "1576", "1560"),
    ("1573", "1576"),
    ("1576", "1573"),
    ("1511", "1514", "1515", "1516", "1517"),
    ("1508", "1506"),
    ("1535", "1539", "1547", "1557", "1554", "1505"),
)
BINDING = {code: form.binding for code, form in REGISTER.form_by_code.items()}


def mean_of(each: Sequence[Sequence[float | None]]) -> tuple[float | None, ...]:
    """Return the mean of each column; None where a column has nothing."""
    columns = [[part for part in column if part is not None] for column in zip(*each, strict=True)]
    return tuple(average(column) if column else None for column in columns)


def same(found: Factors, expected: Sequence[float | None]) -> None:
    for one, two in zip(found, expected, strict=True):
        assert (one is None) == (two is None)
        assert one is None or one == pytest.approx(two, abs=1e-9)


class Count:
    """A naive count of one question, with one `Naive` for each who asks."""

    def __init__(self, file: File, codes: Sequence[str], service: str, **about: Any) -> None:
        self.service, self.table, self.neighbours = service, about["table"], about["neighbours"]
        self.weights = about.get("weights", DEFAULTS)
        self.projects = about.get("projects", True)
        minutes: Minutes | None = about.get("minutes")
        self.lacking = {code for code, cell in self.table.items() if cell.standing in KINDS}
        self.asking = [code for code in codes if code in self.lacking]
        self.each = {code: Naive(file, code, self.weights, minutes) for code in self.asking}
        self.rows = {row["id"]: row for row in file if row["status"] != "avsluttet"}
        # The strongest tie among those who ask is what the history of a pair is measured against.
        self.pairs = Naive(file, self.asking[0], self.weights, minutes)
        self.pairs.strongest = max(max(_ties(one)) for one in self.each.values()) or 1.0

    def group(self, codes: Sequence[str]) -> tuple[float | None, ...]:
        return mean_of([self.pairs.pair(a, b) for a, b in combinations(codes, 2)])

    def score(self, codes: Sequence[str]) -> float:
        return weighted(self.group(codes), self.weights)

    def around(self, codes: Sequence[str]) -> set[str]:
        near = {c for one in codes for c in self.neighbours.get(one, ())}
        return (near & self.lacking) - set(codes)

    def near(self) -> set[str]:
        """Return who could be one more, where there is room for any."""
        return self.around(self.asking) if len(self.asking) < 5 else set()

    def check(self, found: Together) -> None:
        assert list(found.asking) == self.asking
        self.check_join(found)
        self.check_additions(found)
        self.check_groups(found)
        self.check_bodies(found)

    def check_join(self, found: Together) -> None:
        join = []
        for row in self.rows.values():
            joining = [code for code in self.asking if code not in members(row)]
            counts = self.projects or BINDING[row["form"]] not in ("prosjekt", "nettverk")
            if row["tjeneste"] == self.service and members(row) and joining and counts:
                parts = mean_of([self.each[code].factors(row) for code in joining])
                join.append((row["id"], weighted(parts, self.weights), parts, joining))
        join.sort(key=lambda one: (-round(one[1], 9), one[0]))
        assert [one.agreement.id for one in found.join] == [one[0] for one in join]
        for offer, (id_, score, parts, joining) in zip(found.join, join, strict=True):
            assert offer.score == pytest.approx(score, abs=1e-9)
            same(offer.factors, parts)
            assert list(offer.joining) == joining
            seats = [self.each[code].seat(self.rows[id_]) for code in joining]
            assert [way.to for way in offer.ways] == seats

    def check_additions(self, found: Together) -> None:
        added = []
        for code in self.near():
            parts = mean_of([self.pairs.pair(one, code) for one in self.asking])
            added.append((code, weighted(parts, self.weights), parts))
        added.sort(key=lambda one: (-round(one[1], 9), one[0]))
        assert [one.code for one in found.additions] == [one[0] for one in added]
        for addition, (code, score, parts) in zip(found.additions, added, strict=True):
            assert addition.score == pytest.approx(score, abs=1e-9)
            same(addition.factors, parts)
            same(addition.group.factors, self.group([*self.asking, code]))

    def check_groups(self, found: Together) -> None:
        assert found.alone.codes == tuple(self.asking)
        same(found.alone.factors, self.group(self.asking))
        assert found.alone.population == sum(PEOPLE[code] for code in self.asking)
        grown = {}
        for code in self.near():
            many = [*self.asking, code]
            grown[frozenset(many)] = self.score(many)
            while len(many) < 5 and (around := self.around(many)):
                ranked = sorted((-round(self.score([*many, c]), 9), c) for c in around)
                many.append(ranked[0][1])
                grown[frozenset(many)] = self.score(many)
        assert {frozenset(one.codes) for one in found.groups} == set(grown)
        for larger in found.groups:
            assert larger.score == pytest.approx(grown[frozenset(larger.codes)], abs=1e-9)
            all_in = {i for i, row in self.rows.items() if set(larger.codes) <= set(members(row))}
            assert {row.id for row in larger.common} == all_in
        scores = [round(one.score, 9) for one in found.groups]
        assert scores == sorted(scores, reverse=True)

    def check_bodies(self, found: Together) -> None:
        bodies: dict[str, list[tuple[float, tuple[float | None, ...]]]] = {}
        for one in self.each.values():
            for id_, congruence, _score, parts, _seat in one.bodies(self.service):
                bodies.setdefault(id_, []).append((congruence, parts))
        expected = []
        for id_, of_each in bodies.items():
            if len(of_each) == len(self.asking):
                score = weighted(mean_of([parts for _c, parts in of_each]), self.weights)
                expected.append((id_, average([c for c, _p in of_each]), score))
        expected.sort(key=lambda one: (-round(one[1], 9), -round(one[2], 9), one[0]))
        assert [one.agreement.id for one in found.bodies] == [one[0] for one in expected]
        for body, (_id, congruence, score) in zip(found.bodies, expected, strict=True):
            assert body.congruence == pytest.approx(congruence, abs=1e-9)
            assert body.score == pytest.approx(score, abs=1e-9)
            others = set(body.agreement.members) - set(self.asking)
            assert set(body.lacking) == others & self.lacking


def _ties(one: Naive) -> list[float]:
    return [one.tie(one.code, other) for other in PEOPLE if other != one.code]


# --- the real register ---------------------------------------------------------------------


@pytest.mark.parametrize("codes", GROUPS)
@pytest.mark.parametrize("service", ["plan", "okonomi", "tildelingskontor", "barnevern", "nav"])
def test_suggestions_for_a_group_equal_a_count_from_the_files(
    codes: tuple[str, ...], service: str
) -> None:
    table = cells(REGISTER, service, Query())
    if sum(bool(table[code].gap) for code in codes) < 2:
        with pytest.raises(ValueError, match="at least two"):
            suggest_together(REGISTER, codes, service, table, NEAR)
        return
    asked = {"table": table, "neighbours": NEAR}
    Count(FILE, codes, service, **asked).check(
        suggest_together(REGISTER, codes, service, table, NEAR)
    )
    weights = (5, 80, 0, 10, 5)
    found = suggest_together(
        REGISTER, codes, service, table, NEAR, Weights(*weights), TRAVEL, projects=False
    )
    asked |= {"weights": weights, "minutes": TRAVEL, "projects": False}
    Count(FILE, codes, service, **asked).check(found)


def test_what_is_compared_is_there() -> None:
    table = cells(REGISTER, "barnevern", Query())
    found = suggest_together(REGISTER, GROUPS[3], "barnevern", table, NEAR)
    assert found.asking == ("1511", "1514", "1515")
    assert found.join
    assert found.bodies
    plan = cells(REGISTER, "plan", Query())
    smola = suggest_together(REGISTER, GROUPS[0], "plan", plan, NEAR)
    assert smola.additions
    assert any(len(group.codes) == 5 for group in smola.groups)
    assert "rammeavtale-nordmore" in {body.agreement.id for body in smola.bodies}


def test_projects_are_for_joining_only_where_they_count() -> None:
    table = cells(REGISTER, "plan", Query())
    every = suggest_together(REGISTER, ("1573", "1576"), "plan", table, NEAR).join
    able = suggest_together(REGISTER, ("1573", "1576"), "plan", table, NEAR, projects=False).join
    left = {one.agreement.id for one in every} - {one.agreement.id for one in able}
    assert left
    assert {BINDING[REGISTER.agreement(id_).form] for id_ in left} <= {"prosjekt", "nettverk"}
    assert not any(BINDING[one.agreement.form] in ("prosjekt", "nettverk") for one in able)


@pytest.mark.parametrize("codes", GROUPS)
def test_shortages_equal_a_count_of_the_cells(codes: tuple[str, ...]) -> None:
    matrix = coverage(REGISTER, Query())
    expected = []
    for service in REGISTER.service_by_code:
        lacking = tuple(c for c in codes if matrix.cell(c, service).standing in KINDS)
        if len(lacking) > len(codes) / 2:
            expected.append(Shortage(service, lacking))
    found = shortages(matrix, codes, REGISTER)
    assert sorted(found) == sorted(expected)
    ranks = [
        (
            DUTIES.index(REGISTER.service_by_code[one.service].duty),
            -len(one.lacking),
            -sum(PEOPLE[code] for code in one.lacking),
        )
        for one in found
    ]
    assert ranks == sorted(ranks)
    assert len(found) > 5


# --- made registers ------------------------------------------------------------------------

ASKERS = st.lists(st.sampled_from(HOME), unique=True, min_size=2, max_size=6).map(tuple)


@given(ROWS, ASKERS, st.sampled_from(SOME), WEIGHTS, NEIGHBOURS, MINUTES, st.booleans())
def test_made_suggestions_equal_the_naive_count(
    rows: list[dict[str, Any]],
    codes: tuple[str, ...],
    service: str,
    weights: tuple[int, ...],
    neighbours: dict[str, list[str]],
    minutes: Minutes,
    projects: bool,
) -> None:
    register = made(rows)
    table = cells(register, service, Query())
    if sum(bool(table[code].gap) for code in codes) < 2:
        return
    found = suggest_together(
        register, codes, service, table, neighbours, Weights(*weights), minutes, projects=projects
    )
    asked = {"table": table, "neighbours": neighbours, "weights": weights, "minutes": minutes}
    Count(as_file(rows), codes, service, projects=projects, **asked).check(found)
    for one in (*found.join, *found.additions, *found.groups, *found.bodies, found.alone):
        assert 0 <= one.score <= 1 + 1e-12


@given(ROWS, ASKERS, st.sampled_from(SOME), WEIGHTS, NEIGHBOURS)
def test_who_is_named_first_changes_nothing_but_the_order_of_names(
    rows: list[dict[str, Any]],
    codes: tuple[str, ...],
    service: str,
    weights: tuple[int, ...],
    neighbours: dict[str, list[str]],
) -> None:
    register = made(rows)
    table = cells(register, service, Query())
    if sum(bool(table[code].gap) for code in codes) < 2:
        return
    one, two = (
        suggest_together(register, who, service, table, neighbours, Weights(*weights))
        for who in (codes, codes[::-1])
    )
    assert {o.agreement.id for o in one.join} == {o.agreement.id for o in two.join}
    assert [a.code for a in one.additions] == [a.code for a in two.additions]
    assert {b.agreement.id for b in one.bodies} == {b.agreement.id for b in two.bodies}
    assert one.alone.score == pytest.approx(two.alone.score, abs=1e-9)
