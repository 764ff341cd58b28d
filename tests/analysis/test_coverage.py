"""The cells of coverage equal a count made straight from the CSV files, under every switch."""

import csv
import dataclasses
import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coverage import COOPERATING, STATES, Cell, cells, tally
from analysis.memberships import state_of
from data import store
from data.register import Register
from data.schema import STATUSES
from views.kart import selected
from views.query import Query

REGISTER = store.load()
FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"
SWITCHES = ("nettverk", "utvikling", "usikre", "avsluttet")
SETTINGS = [
    Query(**dict(zip(SWITCHES, values, strict=True)))
    for values in itertools.product((False, True), repeat=4)
]


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


AGREEMENTS, ALONE, SERVICES = read("avtaler.csv"), read("alene.csv"), read("tjenester.csv")
COUNTY = [m["kommunenummer"] for m in read("kommuner.csv") if m["fylke"] == "Møre og Romsdal"]
BINDING = {f["kode"]: f["binding"] for f in read("former.csv")}
STRENGTH = {"organ": 0, "avtale": 1, "": 2, "prosjekt": 3, "nettverk": 3, "under-utvikling": 4}
NAME = {0: "organ", 1: "avtale", 2: "form-ukjent", 3: "prosjekt-nettverk", 4: "under-utvikling"}


def strength(row: dict[str, str]) -> int:
    planned = row["status"] == "under-utvikling"
    return STRENGTH["under-utvikling" if planned else BINDING[row["form"]]]


def naive(code: str, service: str, switches: Query) -> tuple[str, str, bool]:
    """Return state, standing and doubt of one cell, from the files alone."""
    rows = [
        row
        for row in AGREEMENTS
        if row["tjeneste"] == service
        and code in row["deltakere"].split("|")
        and (switches.avsluttet or row["status"] != "avsluttet")
    ]
    if not rows:
        if any(a["kommune"] == code and a["tjeneste"] == service for a in ALONE):
            return "alene", "alene", False
        if next(s["ikke_kommunal_fra"] for s in SERVICES if s["kode"] == service):
            return "ikke-kommunalt", "ikke-kommunalt", False
        return "ikke-registrert", "ikke-registrert", False
    best = min(strength(row) for row in rows)
    behind = [row for row in rows if strength(row) == best]
    doubt = all(row["status"] == "ukjent" or row["sikkerhet"] == "C" for row in behind)
    if (best == 3 and not switches.nettverk) or (best == 4 and not switches.utvikling):
        return NAME[best], "svakt", doubt
    return NAME[best], "holdt-utenfor" if doubt and not switches.usikre else "med", doubt


@pytest.mark.parametrize("service", [s["kode"] for s in SERVICES])
def test_cells_equal_a_count_from_the_files_under_every_switch(service: str) -> None:
    for switches in SETTINGS:
        table = cells(REGISTER, service, switches)
        found = {code: (c.state, c.standing, c.uncertain) for code, c in table.items()}
        assert found == {code: naive(code, service, switches) for code in COUNTY}, switches
        counts = Counter(naive(code, service, switches)[1] for code in COUNTY)
        assert {key: n for key, n in tally(table).items() if n} == dict(counts)
        assert sum(tally(table).values()) == 27


@pytest.mark.parametrize("service", list(REGISTER.service_by_code))
def test_switches_never_change_a_state_but_for_ended_ones(service: str) -> None:
    for ended in (False, True):
        states = {
            tuple(cell.state for cell in cells(REGISTER, service, switches).values())
            for switches in SETTINGS
            if switches.avsluttet == ended
        }
        assert len(states) == 1


@pytest.mark.parametrize("service", list(REGISTER.service_by_code))
def test_a_cell_is_weak_or_counts_or_is_a_gap_by_its_state(service: str) -> None:
    for switches in SETTINGS:
        for cell in cells(REGISTER, service, switches).values():
            if cell.state in ("organ", "avtale", "form-ukjent"):
                assert cell.standing in ("med", "holdt-utenfor")
            elif cell.state in COOPERATING:
                assert cell.standing in ("med", "svakt", "holdt-utenfor")
            else:
                assert cell.standing == cell.state
                assert not cell.uncertain
            if switches.usikre:
                assert cell.standing != "holdt-utenfor"


def test_the_county_in_register_order_and_nobody_from_outside() -> None:
    shared = [row for row in REGISTER.agreement_records if {"5055", "5061"} & set(row.members)]
    assert shared
    for service in {row.service for row in shared}:
        table = cells(REGISTER, service, Query())
        assert tuple(table) == REGISTER.county_codes
        assert not {"5055", "5061", "4649"} & set(table)


def test_all_rows_are_listed_behind_a_cell() -> None:
    table = cells(REGISTER, "legevakt", Query(avsluttet=True))
    for code, cell in table.items():
        assert cell.code == code
        assert {row.id for row in cell.rows} == {
            row["id"]
            for row in AGREEMENTS
            if row["tjeneste"] == "legevakt" and code in row["deltakere"].split("|")
        }
    # Parts are listed with their whole: folding is for drawing only.
    assert {"legevaktsentral-sore-sunnmore", "legevakt-volda-orsta"} <= {
        row.id for row in table["1577"].rows
    }


# --- filters -------------------------------------------------------------------------------


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(list(REGISTER.service_by_code)),
    st.sampled_from(SETTINGS),
    st.sets(st.sampled_from([row.id for row in REGISTER.agreement_records])),
)
def test_a_filter_only_moves_cells_that_count_outside(
    service: str, switches: Query, within: set[str]
) -> None:
    every = cells(REGISTER, service, switches)
    some = cells(REGISTER, service, switches, within)
    for code, cell in some.items():
        assert (cell.state, cell.rows, cell.uncertain) == (
            every[code].state,
            every[code].rows,
            every[code].uncertain,
        )
        # One row that gives the state and passes the filter is enough to count.
        giving = {row.id for row in cell.rows if state_of(row, REGISTER) == cell.state}
        if every[code].standing == "med" and not giving & within:
            assert cell.standing == "holdt-utenfor"
        else:
            assert cell.standing == every[code].standing
    assert sum(tally(some).values()) == 27


@settings(deadline=None)
@given(st.sampled_from(list(REGISTER.service_by_code)), st.sampled_from(SETTINGS))
def test_a_filter_that_leaves_all_changes_nothing(service: str, switches: Query) -> None:
    every = {row.id for row in REGISTER.agreement_records}
    assert cells(REGISTER, service, switches, every) == cells(REGISTER, service, switches)


def test_one_row_that_passes_the_filter_is_enough() -> None:
    tried = 0
    for service in REGISTER.service_by_code:
        for code, cell in cells(REGISTER, service, Query()).items():
            giving = {row.id for row in cell.rows if state_of(row, REGISTER) == cell.state}
            if cell.standing == "med" and len(giving) > 1:
                tried += 1
                for key in giving:
                    assert cells(REGISTER, service, Query(), {key})[code].standing == "med"
                rest = {row.id for row in REGISTER.agreement_records} - giving
                assert cells(REGISTER, service, Query(), rest)[code].standing == "holdt-utenfor"
    assert tried > 20


def test_what_a_filter_takes_out_is_no_gap() -> None:
    kept = {row.id for row in selected(REGISTER, Query(tjeneste=("brann",), form=("iks",))).rows}
    before = tally(cells(REGISTER, "brann", Query()))
    after = tally(cells(REGISTER, "brann", Query(), kept))
    assert after["holdt-utenfor"] > 0
    assert after["med"] + after["holdt-utenfor"] == before["med"]
    for gap in ("alene", "ikke-registrert", "svakt"):
        assert after[gap] == before[gap]


# --- made registers ------------------------------------------------------------------------

PROTOTYPE = REGISTER.agreements.loc["veterinaervakt-aure-smola"].to_dict()
ROW = st.fixed_dictionaries(
    {
        "tjeneste": st.sampled_from(["legevakt", "okonomi", "skatt", "barnevern", "plan"]),
        "form": st.sampled_from(list(REGISTER.form_by_code)),
        "status": st.sampled_from(list(STATUSES)),
        "sikkerhet": st.sampled_from("ABC"),
        "deltakere": st.lists(
            st.sampled_from(list(REGISTER.municipality_by_code)),
            min_size=1,
            max_size=6,
            unique=True,
        ).map(tuple),
    }
)


def with_rows(rows: list[dict[str, Any]], start: Register = REGISTER) -> Register:
    frame = start.agreements
    made = [
        {**PROTOTYPE, **row, "id": f"laget-{len(frame) + index}", "vert": "", "sete": ""}
        for index, row in enumerate(rows)
    ]
    extra = pd.DataFrame(made, columns=frame.columns).astype(frame.dtypes.to_dict())
    extra.index = pd.Index([row["id"] for row in made])
    return dataclasses.replace(start, agreements=pd.concat([frame, extra]), revision="made")


@settings(deadline=None, max_examples=60)
@given(ROW, st.sampled_from([s for s in SETTINGS if s.usikre]))
def test_one_more_agreement_never_lowers_what_counts(row: dict[str, Any], switches: Query) -> None:
    service = row["tjeneste"]
    before = cells(REGISTER, service, switches)
    after = cells(with_rows([row]), service, switches)
    for code, cell in after.items():
        assert STATES.index(cell.state) <= STATES.index(before[code].state)
        if before[code].standing == "med":
            assert cell.standing == "med"
        if code not in row["deltakere"]:
            assert (cell.state, cell.standing) == (before[code].state, before[code].standing)
    assert tally(after)["med"] >= tally(before)["med"]
    assert tally(after)["ikke-registrert"] <= tally(before)["ikke-registrert"]


@settings(deadline=None, max_examples=30)
@given(ROW.filter(lambda row: row["status"] != "avsluttet"))
def test_an_agreement_reaches_every_member_of_the_county(row: dict[str, Any]) -> None:
    after = cells(with_rows([row]), row["tjeneste"], Query(nettverk=True, utvikling=True))
    for code in set(row["deltakere"]) & set(REGISTER.county_codes):
        assert after[code].standing == "med"


@settings(deadline=None, max_examples=20)
@given(ROW)
def test_an_ended_agreement_counts_only_when_ended_ones_are_read(row: dict[str, Any]) -> None:
    register = with_rows([{**row, "status": "avsluttet"}])
    service = row["tjeneste"]
    assert cells(register, service, Query()) == cells(REGISTER, service, Query())
    read_too = cells(register, service, Query(avsluttet=True))
    assert all(
        any(r.id.startswith("laget") for r in read_too[code].rows)
        for code in set(row["deltakere"]) & set(COUNTY)
    )


STRONGEST_FIRST = [
    ({"form": "iks", "status": "aktiv"}, "organ"),
    ({"form": "avtale", "status": "aktiv"}, "avtale"),
    ({"form": "ukjent", "status": "aktiv"}, "form-ukjent"),
    ({"form": "nettverk", "status": "aktiv"}, "prosjekt-nettverk"),
    ({"form": "as", "status": "under-utvikling"}, "under-utvikling"),
]


@pytest.mark.parametrize("first", range(len(STRONGEST_FIRST)))
def test_the_strongest_gives_the_state(first: int) -> None:
    rows = [
        {**fields, "tjeneste": "okonomi", "deltakere": ("1573",), "sikkerhet": "A"}
        for fields, _state in STRONGEST_FIRST[first:]
    ]
    rest = REGISTER.agreements
    bare = dataclasses.replace(REGISTER, agreements=rest[rest["tjeneste"] != "okonomi"])
    for order in (rows, rows[::-1]):
        cell: Cell = cells(with_rows(order, bare), "okonomi", Query())["1573"]
        assert cell.state == STRONGEST_FIRST[first][1]
        assert len(cell.rows) == len(rows)


def test_one_firm_source_takes_the_doubt_away() -> None:
    rest = REGISTER.agreements
    bare = dataclasses.replace(REGISTER, agreements=rest[rest["tjeneste"] != "okonomi"])
    row = {"tjeneste": "okonomi", "form": "iks", "deltakere": ("1573",), "status": "aktiv"}
    doubt, firm = {**row, "sikkerhet": "C"}, {**row, "sikkerhet": "A"}
    hidden = Query(usikre=False)
    assert cells(with_rows([doubt], bare), "okonomi", hidden)["1573"].standing == "holdt-utenfor"
    assert cells(with_rows([doubt], bare), "okonomi", Query())["1573"].standing == "med"
    assert cells(with_rows([doubt, firm], bare), "okonomi", hidden)["1573"].standing == "med"
    # A firm source of something weaker does not vouch for the body.
    weaker = {**firm, "form": "nettverk"}
    cell = cells(with_rows([doubt, weaker], bare), "okonomi", hidden)["1573"]
    assert (cell.state, cell.uncertain, cell.standing) == ("organ", True, "holdt-utenfor")
