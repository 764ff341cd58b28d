"""How strongly two municipalities are tied by the agreements that they share.

w = Σ 1/(k − 1) over the shared agreements, k being the number of participating municipalities
(Newman 2001, «Scientific collaboration networks II», Physical Review E 64, 016132): one body of
27 members does not tie everyone to everyone.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from analysis.memberships import memberships
from data.records import Agreement
from data.register import Register

# Pairs that are counted at a time, so that they stay in the processor's near memory.
_AT_ONCE: Final = 1 << 18


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
    # The members of all agreements of one size in a row: a hundred thousand small lists would
    # keep the garbage collector busy for longer than the sums take.
    by_size: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        members = sorted(set(row.members))
        by_size[len(members)] += members
    codes = sorted(set().union(*by_size.values()))
    number = {code: index for index, code in enumerate(codes)}
    weights = np.zeros(len(codes) ** 2)
    counts = np.zeros(len(codes) ** 2, np.int64)
    for size, flat in sorted(by_size.items()):
        if size < 2:
            continue
        table = np.fromiter(map(number.__getitem__, flat), np.int64, len(flat)).reshape(-1, size)
        first, second = np.triu_indices(size, 1)
        step = max(1, _AT_ONCE // len(first))
        shared = np.zeros(len(counts), np.int64)
        for start in range(0, len(table), step):
            part = table[start : start + step]
            keys = (part[:, first] * len(codes) + part[:, second]).ravel()
            shared += np.bincount(keys, minlength=len(counts))
        counts += shared
        weights += shared / (size - 1)
    found = np.flatnonzero(counts)
    order = np.lexsort((found, -counts[found], -weights[found].round(9)))
    return [
        Pair(codes[key // len(codes)], codes[key % len(codes)], weight, shared)
        for key, weight, shared in zip(
            found[order].tolist(),
            weights[found][order].tolist(),
            counts[found][order].tolist(),
            strict=True,
        )
    ]


def strengths_of(code: str, register: Register) -> dict[str, float]:
    """Return w between one municipality and each of its partners, by code; ended ones left out.

    Raises
    ------
    KeyError
        If the register has no such municipality.
    """
    who = memberships(register)
    if code not in register.municipality_by_code:
        raise KeyError(code)
    place = who.codes.index(code)
    mine = np.zeros(len(who.size), np.bool_)
    mine[who.row[who.place == place]] = True
    mine &= ~who.ended & (who.size > 1)
    taken = mine[who.row] & (who.place != place)
    shares = 1 / (who.size[who.row[taken]] - 1)
    weights = np.bincount(who.place[taken], shares, minlength=len(who.codes))
    return {who.codes[at]: float(weights[at]) for at in np.flatnonzero(weights)}
