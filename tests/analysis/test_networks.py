"""The networks equal a naive count straight from the CSV files, and one of made agreements."""

import csv
import dataclasses
import math
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparison import compare
from analysis.networks import (
    Measures,
    RegionMeasures,
    all_measures,
    living,
    measures,
    region_measures,
)
from analysis.pairs import pair_matrix, seriate
from analysis.partners import pair_strengths
from data import store
from data.register import Agreement, Register

REGISTER = store.load()


def regional(rows: Any, register: Register = REGISTER) -> list[RegionMeasures]:
    return region_measures(rows, register, all_measures(rows, register))


FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


MUNICIPALITIES = {m["kommunenummer"]: m for m in read("kommuner.csv")}
COUNTY = [code for code, m in MUNICIPALITIES.items() if m["fylke"] == "Møre og Romsdal"]
BINDING = {f["kode"]: f["binding"] for f in read("former.csv")}
LIVING = [row for row in read("avtaler.csv") if row["status"] != "avsluttet" and row["deltakere"]]
REGIONS = list(dict.fromkeys(MUNICIPALITIES[code]["region"] for code in COUNTY))


# --- the naive count -----------------------------------------------------------------------


def members(row: dict[str, str]) -> set[str]:
    return set(row["deltakere"].split("|")) - {""}


def naive_reach(rows: list[dict[str, str]], county: str, region: str) -> list[Fraction]:
    counts = [0, 0, 0]
    for row in rows:
        found = [MUNICIPALITIES[code] for code in members(row)]
        counts[0] += all(m["region"] == region and m["fylke"] == county for m in found)
        counts[1] += any(m["region"] != region and m["fylke"] == county for m in found)
        counts[2] += any(m["fylke"] != county for m in found)
    return [Fraction(count, len(rows) or 1) for count in counts]


def naive_congruence(rows: list[dict[str, str]], code: str) -> Fraction | None:
    partners = [members(row) - {code} for row in rows if members(row) != {code}]
    pairs = list(combinations(partners, 2))
    if not pairs:
        return None
    return sum(Fraction(len(a & b), len(a | b)) for a, b in pairs) / len(pairs)


def naive_effective(rows: list[dict[str, str]], code: str) -> float:
    weights: dict[str, Fraction] = {}
    for row in rows:
        for partner in members(row) - {code}:
            part = Fraction(1, len(members(row)) - 1)
            weights[partner] = weights.get(partner, Fraction(0)) + part
    shares = [float(weight / sum(weights.values())) for weight in weights.values()]
    # The product of p to the power of −p is exp(H).
    return math.prod(p**-p for p in shares) if shares else 0.0


def naive(rows: list[dict[str, str]], code: str) -> dict[str, Any]:
    mine = [row for row in rows if code in members(row)]
    sets = [tuple(sorted(members(row))) for row in mine]
    place = MUNICIPALITIES[code]
    within, regions, counties = naive_reach(mine, place["fylke"], place["region"])
    kinds = Counter(BINDING[row["form"]] or "ukjent" for row in mine)
    return {
        "code": code,
        "agreements": len(mine),
        "partners": len({other for group in sets for other in group} - {code}),
        "constellations": len(set(sets)),
        "mean_size": Fraction(sum(map(len, sets)), len(sets) or 1),
        "within_region": within,
        "across_regions": regions,
        "across_county": counties,
        "hosted": sum(row["vert"] == code for row in mine),
        "bought": sum(row["vert"] not in ("", code) for row in mine),
        "bindings": tuple(
            (kind, kinds[kind]) for kind in ("organ", "avtale", "nettverk", "prosjekt", "ukjent")
        ),
        "congruence": naive_congruence(mine, code),
        "effective_partners": naive_effective(mine, code),
    }


def naive_region(rows: list[dict[str, str]], region: str) -> dict[str, Any]:
    inside = {code for code in COUNTY if MUNICIPALITIES[code]["region"] == region}
    mine = [row for row in rows if members(row) & inside]
    within, regions, counties = naive_reach(mine, "Møre og Romsdal", region)
    each = [naive(rows, code) for code in inside]
    known = [m["congruence"] for m in each if m["congruence"] is not None]
    return {
        "region": region,
        "municipalities": len(inside),
        "agreements": len(mine),
        "partners": len({code for row in mine for code in members(row)} - inside),
        "constellations": len({tuple(sorted(members(row))) for row in mine}),
        "mean_size": Fraction(sum(len(members(row)) for row in mine), len(mine) or 1),
        "within": within,
        "across_regions": regions,
        "across_county": counties,
        "congruence": sum(known) / len(known) if known else None,
        "effective_partners": sum(m["effective_partners"] for m in each) / len(each),
    }


def same(found: Any, expected: dict[str, Any]) -> bool:
    values = found._asdict()
    assert list(values) == list(expected)
    for name, value in expected.items():
        if isinstance(value, (Fraction, float)):
            assert values[name] == pytest.approx(float(value), rel=1e-9, abs=1e-12), name
        else:
            assert values[name] == value, name
    return True


# --- made agreements -----------------------------------------------------------------------

# Few municipalities, of every region and of other counties, so that made agreements overlap.
FEW = ["1505", "1508", "1506", "1511", "1514", "1554", "5055", "4649"]
SOME = REGISTER.agreement("nnbt")


@st.composite
def made_rows(draw: st.DrawFn, codes: list[str] = FEW, fewest: int = 0) -> list[Agreement]:
    count = draw(st.integers(fewest, 12))
    rows = []
    for index in range(count):
        group = draw(st.lists(st.sampled_from(codes), unique=True, max_size=len(codes)))
        rows.append(
            SOME._replace(
                id=f"r{index}",
                name=draw(st.sampled_from(["Ål", "Øy", "Zoo", "ark", "Ås"])),
                members=tuple(sorted(group)),
                host=draw(st.sampled_from(["", *group])),
                form=draw(st.sampled_from(sorted(BINDING))),
            )
        )
    return rows


def as_file(rows: list[Agreement]) -> list[dict[str, str]]:
    return [
        {"deltakere": "|".join(row.members), "vert": row.host, "form": row.form} for row in rows
    ]


def bound(*groups: str) -> list[Agreement]:
    """Return one agreement for each group of municipalities, written as letters of FEW."""
    return [
        SOME._replace(id=f"b{i}", members=tuple(FEW["abcdefgh".index(x)] for x in group), host="")
        for i, group in enumerate(groups)
    ]


# --- the real register ---------------------------------------------------------------------


def test_the_living_are_those_that_have_not_ended_and_have_a_member() -> None:
    assert [row.id for row in living(REGISTER)] == sorted(row["id"] for row in LIVING)


def test_every_number_equals_a_count_from_the_files() -> None:
    found = all_measures(living(REGISTER), REGISTER)
    assert list(found) == COUNTY
    assert all(same(found[code], naive(LIVING, code)) for code in COUNTY)


@pytest.mark.parametrize("code", MUNICIPALITIES)
def test_one_municipality_equals_a_count_from_the_files(code: str) -> None:
    assert same(measures(living(REGISTER), REGISTER, code), naive(LIVING, code))


def test_every_region_equals_a_count_from_the_files() -> None:
    found = regional(living(REGISTER))
    assert [m.region for m in found] == REGIONS
    assert all(same(m, naive_region(LIVING, m.region)) for m in found)


def test_an_unknown_municipality_is_an_error() -> None:
    with pytest.raises(KeyError):
        measures(living(REGISTER), REGISTER, "9999")


# --- made registers ------------------------------------------------------------------------


@given(made_rows())
def test_every_number_of_made_agreements_equals_the_naive_count(rows: list[Agreement]) -> None:
    file = as_file(rows)
    found = all_measures(rows, REGISTER)
    assert list(found) == COUNTY
    for code in FEW:
        one = measures(rows, REGISTER, code)
        assert same(one, naive(file, code))
        assert found.get(code, one) == one
    for region in regional(rows):
        assert same(region, naive_region(file, region.region))


def test_no_agreements_are_no_network() -> None:
    none = tuple((kind, 0) for kind in ("organ", "avtale", "nettverk", "prosjekt", "ukjent"))
    empty = Measures("1508", 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0, 0, none, None, 0.0)
    assert measures([], REGISTER, "1508") == empty
    assert [m.agreements for m in regional([])] == [0] * len(REGIONS)
    assert compare([], REGISTER, FEW[:2]) == (tuple(FEW[:2]), (), ())


def renamed(region: str, code: str) -> Register:
    frame = REGISTER.municipalities.copy()
    frame.loc[code, "region"] = region
    return dataclasses.replace(REGISTER, municipalities=frame)


def test_a_region_of_the_same_name_in_another_county_is_not_the_same() -> None:
    register = renamed("Sunnmøre", "4649")
    rows = [SOME._replace(members=("1508", "4649"), host="")]
    found = measures(rows, register, "1508")
    assert (found.within_region, found.across_regions, found.across_county) == (0, 0, 1)
    region = next(m for m in regional(rows, register) if m.region == "Sunnmøre")
    assert (region.within, region.across_regions, region.across_county) == (0, 0, 1)
    assert region.partners == 1


@given(made_rows(), st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[Agreement], random: Any) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    mixed = [row._replace(members=tuple(reversed(row.members))) for row in mixed]
    assert all_measures(mixed, REGISTER) == all_measures(rows, REGISTER)
    assert regional(mixed) == regional(rows)
    assert (pair_matrix(mixed, FEW) == pair_matrix(rows, FEW)).all()


@given(made_rows(codes=FEW[:6]), st.sets(st.sampled_from(FEW[1:])))
def test_a_further_agreement_never_takes_partners_away(
    rows: list[Agreement], others: set[str]
) -> None:
    before = measures(rows, REGISTER, FEW[0])
    more = SOME._replace(id="more", members=(FEW[0], *sorted(others)))
    after = measures([*rows, more], REGISTER, FEW[0])
    known = {c for row in rows if FEW[0] in row.members for c in row.members} - {FEW[0]}
    assert after.partners == before.partners + len(others - known)
    assert after.agreements == before.agreements + 1


# --- congruence and effective partners -----------------------------------------------------


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (["abc", "abc", "abc"], 1.0),
        (["ab", "ac", "ad"], 0.0),
        (["abc", "abd"], 1 / 3),
        (["abc", "abc", "abd"], 5 / 9),
        (["abc", "ab", "a"], 1 / 2),
        (["abc", "a", "bc"], None),
        (["a", "a"], None),
        ([], None),
    ],
)
def test_congruence_of_known_networks(groups: list[str], expected: float | None) -> None:
    found = measures(bound(*groups), REGISTER, FEW[0]).congruence
    assert found == (expected if expected is None else pytest.approx(expected, abs=1e-12))


@given(made_rows(), st.sampled_from(FEW))
def test_congruence_is_a_share_and_one_only_with_the_same_partners(
    rows: list[Agreement], code: str
) -> None:
    found = measures(rows, REGISTER, code).congruence
    sets = [set(row.members) for row in rows if code in row.members and len(row.members) > 1]
    assert (found is None) == (len(sets) < 2)
    if found is not None:
        assert 0 <= found <= 1
        assert (found == 1) == all(group == sets[0] for group in sets)


def test_congruence_of_more_agreements_than_one_block() -> None:
    # 1 100 different sets of eleven partners: the table is summed in two blocks.
    codes = list(MUNICIPALITIES)[:12]
    groups = [g for size in range(1, 12) for g in combinations(codes[1:], size)][:1100]
    rows = [SOME._replace(id=str(i), members=(codes[0], *group)) for i, group in enumerate(groups)]
    sets = [frozenset(group) for group in groups]
    total = math.fsum(len(a & b) / len(a | b) for a, b in combinations(sets, 2))
    found = measures(rows, REGISTER, codes[0]).congruence
    assert found == pytest.approx(total / math.comb(len(sets), 2), rel=1e-9)


@given(made_rows(), st.sampled_from(FEW))
def test_effective_partners_are_between_one_and_all(rows: list[Agreement], code: str) -> None:
    found = measures(rows, REGISTER, code)
    if found.partners:
        assert 1 - 1e-9 <= found.effective_partners <= found.partners + 1e-9
    else:
        assert found.effective_partners == 0


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (["ab"], 1.0),
        (["abcd"], 3.0),
        (["ab", "ac", "ad", "abcd"], 3.0),
        # w is 1 + 1/2 + 1/2 for b and 1/2 for c and d: shares 2/3, 1/6 and 1/6.
        (["ab", "abc", "abd"], 1.5 ** (2 / 3) * 6 ** (1 / 3)),
    ],
)
def test_effective_partners_of_known_networks(groups: list[str], expected: float) -> None:
    found = measures(bound(*groups), REGISTER, FEW[0]).effective_partners
    assert found == pytest.approx(expected, rel=1e-12)


# --- the matrix of pairs -------------------------------------------------------------------


@given(made_rows(), st.lists(st.sampled_from(FEW), unique=True))
def test_the_matrix_equals_the_strengths_of_pairs(rows: list[Agreement], codes: list[str]) -> None:
    strengths = {frozenset((p.a, p.b)): p.weight for p in pair_strengths(rows)}
    found = pair_matrix(rows, codes)
    assert found.shape == (len(codes), len(codes))
    for i, a in enumerate(codes):
        for j, b in enumerate(codes):
            expected = strengths.get(frozenset((a, b)), 0.0) if i != j else 0.0
            assert found[i, j] == pytest.approx(expected, abs=1e-12)
    assert (found == found.T).all()


def test_the_matrix_of_the_real_register_equals_the_strengths_of_pairs() -> None:
    rows = living(REGISTER)
    found = pair_matrix(rows, COUNTY)
    strengths = {(p.a, p.b): p.weight for p in pair_strengths(rows)}
    for (i, a), (j, b) in combinations(enumerate(COUNTY), 2):
        expected = strengths.get((min(a, b), max(a, b)), 0.0)
        assert found[i, j] == found[j, i] == pytest.approx(expected, abs=1e-12)
    assert np.diag(found).tolist() == [0.0] * len(COUNTY)


# --- the order of rows ---------------------------------------------------------------------


def chain(order: list[int], weights: list[float]) -> np.ndarray:
    """Return the matrix in which each row of `order` is tied to the next alone."""
    matrix = np.zeros((len(order), len(order)))
    for a, b, weight in zip(order, order[1:], weights, strict=False):
        matrix[a, b] = matrix[b, a] = weight
    return matrix


def first_half(order: list[int]) -> list[int]:
    """Return `order` or its reverse: the lowest in the first half; the lesser one if in both."""
    back = order[::-1]
    place = order.index(min(order))
    if 2 * place == len(order) - 1:
        return min(order, back)
    return order if 2 * place < len(order) - 1 else back


@given(
    st.permutations(range(9)),
    st.integers(1, 9),
    st.lists(st.floats(0.2, 3), min_size=8, max_size=8),
)
def test_a_chain_is_laid_out_in_its_order(
    numbers: list[int], length: int, weights: list[float]
) -> None:
    order = [n for n in numbers if n < length]
    matrix = chain(order, weights)
    assert seriate(matrix) == first_half(order)
    assert seriate(matrix * 1e-12) == first_half(order)


@pytest.mark.parametrize("order", [[1, 0, 2], [0, 2, 1], [2, 0, 1], [3, 1, 0, 2], [1, 3, 2, 0]])
def test_a_short_chain_is_laid_out_in_its_order(order: list[int]) -> None:
    assert seriate(chain(order, [1.0] * 3)) == first_half(order)


@given(st.permutations(range(8)))
def test_a_band_is_found_again_whatever_the_order_of_its_rows(order: list[int]) -> None:
    at = {row: place for place, row in enumerate(order)}
    matrix = np.array([[max(0, 4 - abs(at[i] - at[j])) for j in range(8)] for i in range(8)])
    found = seriate(matrix.astype(float))
    assert found == first_half(order)
    np.fill_diagonal(matrix, 99)
    assert seriate(matrix.astype(float)) == found


@given(made_rows())
def test_an_order_is_a_permutation_with_each_component_together(rows: list[Agreement]) -> None:
    matrix = pair_matrix(rows, FEW)
    found = seriate(matrix)
    assert sorted(found) == list(range(len(FEW)))
    groups: list[set[int]] = [{i} for i in range(len(FEW))]
    for i, j in np.argwhere(matrix > 0).tolist():
        a, b = (next(g for g in groups if x in g) for x in (i, j))
        if a is not b:
            groups.remove(b)
            a |= b
    rest = list(found)
    for group in sorted(groups, key=min):
        part, rest = rest[: len(group)], rest[len(group) :]
        assert set(part) == group
        assert part.index(min(group)) * 2 <= len(group) - 1
    assert seriate(matrix * 7) == found


@pytest.mark.parametrize("size", range(7))
def test_rows_that_are_all_alike_keep_their_order(size: int) -> None:
    assert seriate(np.ones((size, size))) == list(range(size))
    assert seriate(np.zeros((size, size))) == list(range(size))


def test_two_groups_with_a_weak_tie_are_not_mixed() -> None:
    matrix = np.zeros((6, 6))
    for group in ((0, 2, 4), (1, 3, 5)):
        for i, j in combinations(group, 2):
            matrix[i, j] = matrix[j, i] = 1
    matrix[4, 1] = matrix[1, 4] = 0.1
    assert seriate(matrix) == [0, 2, 4, 1, 3, 5]


def test_the_real_register_has_one_order_whatever_the_order_of_its_rows() -> None:
    matrix = pair_matrix(living(REGISTER), COUNTY)
    found = seriate(matrix)
    mixed = np.random.default_rng(1).permutation(len(COUNTY))
    again = [int(mixed[i]) for i in seriate(matrix[np.ix_(mixed, mixed)])]
    assert again in (found, found[::-1])


# --- the comparison ------------------------------------------------------------------------


@settings(max_examples=200)
@given(
    made_rows(fewest=3),
    st.lists(st.sampled_from(FEW), unique=True, min_size=2, max_size=6),
)
def test_the_comparison_equals_a_naive_one(rows: list[Agreement], codes: list[str]) -> None:
    found = compare(rows, REGISTER, codes)
    assert found.codes == tuple(codes)
    assert set(found.shared) == {row for row in rows if set(codes) <= set(row.members)}
    expected = {}
    for size in range(1, len(codes)):
        for subset in combinations(codes, size):
            exact = {row.id for row in rows if set(row.members) & set(codes) == set(subset)}
            if exact:
                expected[subset] = exact
    assert {s.codes: {row.id for row in s.agreements} for s in found.some} == expected
    order = [(len(s.codes), len(s.agreements)) for s in found.some]
    assert order == sorted(order, reverse=True)
    for one, two in zip(found.some, found.some[1:], strict=False):
        if (len(one.codes), len(one.agreements)) == (len(two.codes), len(two.agreements)):
            assert one.codes < two.codes
    names = ["ark", "Zoo", "Øy", "Ål", "Ås"]
    for group in (found.shared, *(s.agreements for s in found.some)):
        keys = [(names.index(row.name), row.id) for row in group]
        assert keys == sorted(keys)


def test_the_real_comparison_equals_a_count_from_the_files() -> None:
    codes = ["1517", "1516", "1515"]
    found = compare(living(REGISTER), REGISTER, codes)
    assert {row.id for row in found.shared} == {r["id"] for r in LIVING if set(codes) <= members(r)}
    assert found.shared
    assert sum(len(s.agreements) for s in found.some) + len(found.shared) == sum(
        bool(members(row) & set(codes)) for row in LIVING
    )


@pytest.mark.parametrize("codes", [[], ["1508"], ["1508", "1508"], list(MUNICIPALITIES)[:7]])
def test_too_few_or_too_many_are_not_compared(codes: list[str]) -> None:
    with pytest.raises(ValueError, match="`codes` must name 2 to 6 different"):
        compare([], REGISTER, codes)


def test_a_stranger_is_not_compared() -> None:
    with pytest.raises(ValueError, match=r"must be municipalities of the register.*9999"):
        compare([], REGISTER, ["1508", "9999"])
