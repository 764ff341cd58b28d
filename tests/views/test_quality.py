"""Every number of the data quality is a plain count of the files."""

import csv
import re
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from data import files, store
from data.records import Agreement
from views import quality
from views.conflicts import kind_words
from views.quality_counts import KINDS, conflicts, year_of
from views.quality_counts import quality as measured
from views.query import DEFAULT, Query, from_string

REGISTER = store.load(files.SHIPPED)
FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"
YEAR = int(REGISTER.as_of.split()[-1])
MADE = REGISTER.agreement("nibr")._replace(
    id="a", part_of="", succeeded_by="", service="plan", form="avtale", members=("1506", "1579"),
    status="aktiv", start=2010, end=None, host="", incomplete=False,
)  # fmt: skip


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file, delimiter=";"))


def running() -> list[dict[str, str]]:
    return [row for row in rows("avtaler") if row["status"] != "avsluttet"]


def members(row: dict[str, str]) -> set[str]:
    return {code for code in row["deltakere"].split("|") if code}


def old(row: dict[str, str]) -> bool:
    return not row["kilde_år"] or int(row["kilde_år"]) <= YEAR - 5


def missing(row: dict[str, str]) -> bool:
    return row["ufullstendig"] == "ja" or not members(row)


@cache
def county() -> tuple[str, ...]:
    return tuple(r["kommunenummer"] for r in rows("kommuner") if r["fylke"] == "Møre og Romsdal")


@cache
def open_cells() -> frozenset[tuple[str, str]]:
    duties = [row["kode"] for row in rows("tjenester") if not row["ikke_kommunal_fra"]]
    answered = {(code, row["tjeneste"]) for row in running() for code in members(row)}
    answered |= {(row["kommune"], row["tjeneste"]) for row in rows("alene")}
    return frozenset((c, s) for c in county() for s in duties if (c, s) not in answered)


@cache
def clashes() -> frozenset[tuple[str, frozenset[str]]]:
    """Count the contradictions the long way round, from the definitions."""
    by_id = {row["id"]: row for row in rows("avtaler")}

    def whole(row: dict[str, str]) -> str:
        return whole(by_id[row["del_av"]]) if row["del_av"] else row["id"]

    found = set()
    for row in running():
        one = frozenset({row["id"]})
        if row["erstattet_av"]:
            found.add(("avlost", one))
        if row["til"] and int(row["til"]) < YEAR:
            found.add(("forbi", one))
        if row["del_av"] and by_id[row["del_av"]]["status"] == "avsluttet":
            found.add(("helhet", one))
    for a, b in combinations(running(), 2):
        if a["tjeneste"] != b["tjeneste"] or not members(a) & members(b) or whole(a) == whole(b):
            continue
        if a["erstattet_av"] == b["id"] or b["erstattet_av"] == a["id"]:
            continue
        two = frozenset({a["id"], b["id"]})
        if members(a) == members(b) and len(members(a)) > 1:
            found.add(("samme", two))
        elif a["status"] == b["status"] == "aktiv":
            found.add(("overlapp", two))
    return frozenset(found)


# --- numbers -------------------------------------------------------------------------------


def test_rows_old_missing_and_uncertain_are_counted_from_the_file() -> None:
    found = measured(REGISTER, DEFAULT)
    assert {r.id for r in found.rows} == {row["id"] for row in running()}
    assert found.year == YEAR
    assert sorted(r.id for r in found.old) == sorted(r["id"] for r in running() if old(r))
    assert {r.id for r in found.missing} == {r["id"] for r in running() if missing(r)}
    assert {r.id for r in found.uncertain} == {r["id"] for r in running() if r["sikkerhet"] == "C"}
    assert len(found.old) > 50


def test_the_oldest_stand_first_and_those_without_a_year_before_them() -> None:
    years = [row.source_year or 0 for row in measured(REGISTER, DEFAULT).old]
    assert years == sorted(years)
    assert years[0] == 0


def test_conflicts_are_those_of_the_definitions() -> None:
    found = measured(REGISTER, DEFAULT).conflicts
    assert {(c.kind, frozenset(r.id for r in c.rows)) for c in found} == clashes()
    assert len(found) == len(clashes()) > 20
    kinds = [KINDS.index(conflict.kind) for conflict in found]
    assert kinds == sorted(kinds)
    for conflict in found:
        if len(conflict.rows) == 2:
            a, b = conflict.rows
            assert set(conflict.shared) == set(a.members) & set(b.members)


def test_cells_that_nobody_has_answered_are_counted_from_the_files() -> None:
    found = measured(REGISTER, DEFAULT).unanswered
    assert {(code, s) for code, some in found.items() for s in some} == open_cells()
    assert set(found) == set(county())
    assert len(open_cells()) > 100


def test_each_municipality_has_its_own_numbers() -> None:
    (table,) = quality.build(REGISTER, DEFAULT).tables
    names = {row["kommunenummer"]: row["navn"] for row in rows("kommuner")}
    by_name = {row[0].text: row for row in table.rows}  # type: ignore[union-attr]
    assert len(by_name) == 27
    by_id = {row["id"]: row for row in rows("avtaler")}
    for code in county():
        own = [row for row in running() if code in members(row)]
        cells = [getattr(cell, "text", cell) for cell in by_name[names[code]][1:]]
        touching = sum(all(code in members(by_id[key]) for key in ids) for _k, ids in clashes())
        lacking = sum(one == code for one, _service in open_cells())
        assert [int(str(cell)) for cell in cells] == [
            len(own),
            sum(map(old, own)),
            sum(map(missing, own)),
            sum(row["sikkerhet"] == "C" for row in own),
            touching,
            lacking,
        ], code


def test_the_facts_are_the_sums_of_the_lists() -> None:
    view = quality.build(REGISTER, DEFAULT)
    sums = [
        len(clashes()),
        sum(map(missing, running())),
        sum(map(old, running())),
        sum(row["sikkerhet"] == "C" for row in running()),
        len(open_cells()),
    ]
    assert [int(value) for value, _words in view.facts] == sums
    assert [part.total for part in view.parts] == sums
    for part in view.parts[:-1]:
        (table,) = part.section.tables
        assert len(table.rows) == part.total == part.lines
    (table,) = view.parts[-1].section.tables
    assert sum(int(str(row[2])) for row in table.rows) == len(open_cells())


def test_only_as_many_lines_are_written_as_are_asked_for() -> None:
    view = quality.build(REGISTER, DEFAULT, 3)
    assert [len(part.section.tables[0].rows) for part in view.parts] == [3] * 5
    whole = quality.build(REGISTER, DEFAULT)
    assert view.facts == whole.facts
    assert [part.lines for part in view.parts] == [part.lines for part in whole.parts]
    for part, all_ in zip(view.parts, whole.parts, strict=True):
        assert part.section.tables[0].rows == all_.section.tables[0].rows[:3]


# --- filters -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["1576", "1508"])
def test_a_municipality_that_is_chosen_is_the_only_one_counted(code: str) -> None:
    found = measured(REGISTER, Query(kommune=(code,)))
    own = [row for row in running() if code in members(row)]
    assert {row.id for row in found.rows} == {row["id"] for row in own}
    assert set(found.unanswered) == {code}
    (table,) = quality.build(REGISTER, Query(kommune=(code,))).tables
    assert len(table.rows) == 1


def test_a_service_that_is_chosen_is_the_only_one_counted() -> None:
    found = measured(REGISTER, Query(tjeneste=("plan",)))
    assert found.services == ("plan",)
    assert sum(map(len, found.unanswered.values())) == sum(s == "plan" for _c, s in open_cells())


def test_ended_rows_are_looked_at_only_when_asked_for_and_contradict_nobody() -> None:
    with_ended = measured(REGISTER, Query(avsluttet=True))
    assert len(with_ended.rows) == len(rows("avtaler"))
    assert with_ended.conflicts == measured(REGISTER, DEFAULT).conflicts
    assert "avsluttede er med" in quality.build(REGISTER, Query(avsluttet=True)).lead
    assert "avsluttede er ikke med" in quality.build(REGISTER, DEFAULT).lead


def test_a_filter_that_leaves_nothing_is_no_error() -> None:
    view = quality.build(REGISTER, Query(sok="finnes ikke noe sted"))
    assert [value for value, _words in view.facts[:4]] == ["0"] * 4
    assert view.parts[0].section.tables == ()


# --- each kind of contradiction ------------------------------------------------------------


def kinds(*made: Agreement) -> list[str]:
    return [conflict.kind for conflict in conflicts(made, REGISTER, YEAR)]


OTHER = MADE._replace(id="b", name="Et annet", members=("1506", "1508"))


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ((MADE,), []),
        ((MADE._replace(succeeded_by="b"),), ["avlost"]),
        ((MADE._replace(succeeded_by="b", status="avsluttet"),), []),
        ((MADE._replace(end=YEAR - 1),), ["forbi"]),
        ((MADE._replace(end=YEAR),), []),
        ((MADE, OTHER), ["overlapp"]),
        ((MADE, OTHER._replace(status="ukjent")), []),
        ((MADE, OTHER._replace(service="brann")), []),
        ((MADE, OTHER._replace(members=("1508", "1580"))), []),
        ((MADE, OTHER._replace(members=())), []),
        ((MADE, OTHER._replace(members=MADE.members[::-1], status="ukjent")), ["samme"]),
        ((MADE._replace(members=("1506",)), OTHER._replace(members=("1506",))), ["overlapp"]),
        ((MADE, OTHER._replace(part_of="nordmore-ipr")), ["overlapp"]),
        (
            (MADE._replace(part_of="nordmore-ipr"), OTHER._replace(part_of="nordmore-ipr")),
            [],
        ),
    ],
)
def test_a_contradiction_is_found_where_there_is_one(
    made: tuple[Agreement, ...], found: list[str]
) -> None:
    assert kinds(*made) == found


def test_whoever_follows_another_is_not_held_against_it() -> None:
    assert kinds(MADE._replace(succeeded_by="b", status="aktiv"), OTHER) == ["avlost"]


def test_a_part_of_what_is_ended_is_told_of() -> None:
    ended = next(r for r in REGISTER.agreement_records if r.status == "avsluttet")
    assert kinds(MADE._replace(part_of=ended.id)) == ["helhet"]


def test_two_bodies_come_before_looser_ties() -> None:
    host = MADE._replace(id="c", name="Å vert", form="vertskommune")
    other = host._replace(id="d", name="Ø vert", members=("1506", "1511"))
    found = conflicts((MADE, OTHER, host, other), REGISTER, YEAR)
    overlaps = [{row.id for row in c.rows} for c in found if c.kind == "overlapp"]
    assert overlaps[0] == {"c", "d"}


def test_every_kind_is_defined_and_counted_on_the_page() -> None:
    section = quality.build(REGISTER, DEFAULT).parts[0].section
    for kind, item in zip(KINDS, section.items, strict=True):
        name, what = kind_words(kind)
        count = sum(one == kind for one, _ids in clashes())
        assert item.text == f"{count} {name}: {what}."


# --- links and words -----------------------------------------------------------------------


def test_the_number_of_open_cells_leads_to_just_those_cells() -> None:
    (table,) = quality.build(REGISTER, DEFAULT).tables
    for row in table.rows:
        name, number = row[0], row[-1]
        assert from_string(name.url.partition("?")[2], REGISTER)[1] == ()  # type: ignore[union-attr]
        query, unknown = from_string(number.url.partition("?")[2], REGISTER)  # type: ignore[union-attr]
        assert unknown == ()
        (code,) = from_string(name.url.partition("?")[2], REGISTER)[0].kommune  # type: ignore[union-attr]
        assert {(code, service) for service in query.tjeneste} == {
            cell for cell in open_cells() if cell[0] == code
        }
        assert query.celle.startswith(f"{code}-")


def test_the_year_is_that_of_the_register_or_of_its_newest_source() -> None:
    assert year_of(REGISTER) == YEAR
    newest = max(int(row["kilde_år"]) for row in rows("avtaler") if row["kilde_år"])
    assert year_of(replace(REGISTER, as_of="")) == newest


def test_no_sentence_is_left_unfinished() -> None:
    for query in (DEFAULT, Query(tjeneste=("plan",), region=("nordmore",)), Query(aar=2015)):
        view = quality.build(REGISTER, query)
        said = [view.lead, *(" ".join(fact) for fact in view.facts)]
        for part in view.parts:
            said += [part.section.text, *(item.text for item in part.section.items)]
        assert all(said)
        assert not re.search(r"\{\w*\}|None|<NA>", " ".join(said))
