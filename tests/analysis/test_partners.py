"""Pair strength equals the sum that Newman defines, computed the naive way."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.partners import pair_strengths
from data import store

ROWS = store.load().agreement_records


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
