"""How strongly two municipalities are tied by the agreements that they share.

w = Σ 1/(k − 1) over the shared agreements, k being the number of participating municipalities
(Newman 2001, «Scientific collaboration networks II», Physical Review E 64, 016132): one body of
27 members does not tie everyone to everyone.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from data.register import Agreement


class Pair(NamedTuple):
    """Two municipalities (codes in order), their strength w and how many agreements they share."""

    a: str
    b: str
    weight: float
    shared: int


def pair_strengths(rows: Iterable[Agreement]) -> list[Pair]:
    """Return every pair of municipalities that share an agreement, strongest first.

    Ties are in the order of count and codes, so the same rows give the same list.
    """
    weights: dict[tuple[str, str], float] = {}
    counts: dict[tuple[str, str], int] = {}
    for row in sorted(rows, key=lambda row: row.id):
        members = sorted(set(row.members))
        for pair in combinations(members, 2):
            weights[pair] = weights.get(pair, 0.0) + 1 / (len(members) - 1)
            counts[pair] = counts.get(pair, 0) + 1
    pairs = [Pair(a, b, weight, counts[a, b]) for (a, b), weight in weights.items()]
    return sorted(pairs, key=lambda p: (-round(p.weight, 9), -p.shared, p.a, p.b))
