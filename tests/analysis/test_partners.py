"""Pair strength equals the sum that Newman defines, computed the naive way."""

import csv
import dataclasses
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.partners import pair_strengths, strengths_of
from data import store
from data.register import Register

REGISTER = store.load()
ROWS = REGISTER.agreement_records


@given(st.lists(st.sampled_from(ROWS), unique=True, max_size=30))
def test_strengths_equal_a_naive_sum(rows: list) -> None:
    codes = sorted({code for row in rows for code in row.members})
    expected = {}
    for i, a in enumerate(codes):
        for b in codes[i + 1 :]:
            shared = [row for row in rows if a in row.members and b in row.members]
            if shared:
                weight = sum(1 / (len(row.members) - 1) for row in shared)
                expected[a, b] = (round(weight, 9), len(shared))
    found = {(p.a, p.b): (round(p.weight, 9), p.shared) for p in pair_strengths(rows)}
    assert found == expected


@given(st.lists(st.sampled_from(ROWS), unique=True, max_size=30), st.randoms())
def test_order_does_not_depend_on_the_order_of_rows(rows: list, random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    assert pair_strengths(rows) == pair_strengths(mixed)


def test_the_strongest_come_first() -> None:
    weights = [round(pair.weight, 9) for pair in pair_strengths(ROWS)]
    assert weights == sorted(weights, reverse=True)


# --- the ties of one municipality ----------------------------------------------------------

FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


FILE = [(set(row["deltakere"].split("|")) - {""}, row["status"]) for row in read("avtaler.csv")]
PLACES = read("kommuner.csv")
CODES = [m["kommunenummer"] for m in PLACES]
COUNTY = [m["kommunenummer"] for m in PLACES if m["fylke"] == "Møre og Romsdal"]
FEW = ["1505", "1508", "1573", "1576", "5055", "4649"]
MADE = st.lists(
    st.tuples(
        st.lists(st.sampled_from(FEW), unique=True, max_size=6).map(tuple),
        st.sampled_from(["aktiv", "ukjent", "under-utvikling", "avsluttet"]),
    ),
    max_size=10,
)


def naive_ties(file: list[tuple[set[str], str]], code: str) -> dict[str, Any]:
    ties: dict[str, Fraction] = {}
    for members, status in file:
        if status != "avsluttet" and code in members:
            for other in members - {code}:
                ties[other] = ties.get(other, Fraction(0)) + Fraction(1, len(members) - 1)
    return {other: pytest.approx(float(tie), rel=1e-12) for other, tie in ties.items()}


def made(rows: list[tuple[tuple[str, ...], str]]) -> Register:
    start = REGISTER.agreements
    one = start.iloc[0].to_dict()
    full = [
        {**one, "id": f"laget-{i}", "deltakere": members, "status": status}
        for i, (members, status) in enumerate(rows)
    ]
    frame = pd.DataFrame(full, columns=start.columns).astype(start.dtypes.to_dict())
    return dataclasses.replace(REGISTER, agreements=frame, revision="made")


def test_the_county_has_27_municipalities() -> None:
    assert len(COUNTY) == 27


@pytest.mark.parametrize("code", CODES)
def test_ties_equal_a_sum_from_the_files(code: str) -> None:
    found = strengths_of(code, REGISTER)
    assert found == naive_ties(FILE, code)
    assert code not in found
    assert len(found) > 10 or code not in COUNTY


def test_ended_agreements_tie_nobody() -> None:
    every = naive_ties([(members, "aktiv") for members, _status in FILE], "1573")
    assert strengths_of("1573", REGISTER) != every
    ended = made([(("1573", "1576"), "avsluttet"), (("1573", "1505", "1508"), "aktiv")])
    assert strengths_of("1573", ended) == {"1505": 0.5, "1508": 0.5}
    assert strengths_of("1576", ended) == {}


def test_ties_are_the_same_from_both_ends() -> None:
    ties = {code: strengths_of(code, REGISTER) for code in CODES}
    for one in CODES:
        for other, tie in ties[one].items():
            assert ties[other][one] == pytest.approx(tie, rel=1e-12)


def test_ties_are_the_strengths_of_pairs() -> None:
    living = [row for row in ROWS if row.status != "avsluttet"]
    pairs = {(p.a, p.b): p.weight for p in pair_strengths(living)}
    for code in COUNTY:
        for other, tie in strengths_of(code, REGISTER).items():
            assert pairs[min(code, other), max(code, other)] == pytest.approx(tie, rel=1e-12)


@given(MADE, st.sampled_from(FEW))
def test_ties_of_made_agreements_equal_a_naive_sum(
    rows: list[tuple[tuple[str, ...], str]], code: str
) -> None:
    file = [(set(members), status) for members, status in rows]
    assert strengths_of(code, made(rows)) == naive_ties(file, code)


def test_the_ties_of_a_stranger_are_an_error() -> None:
    with pytest.raises(KeyError):
        strengths_of("9999", REGISTER)
