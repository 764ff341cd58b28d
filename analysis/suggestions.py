"""Whom a municipality that lacks a service could work with: «mulig å utrede», never more.

Three lists, ranked by the criteria of `analysis.likeness`: agreements to join, new groups with
neighbours that also lack the service, and bodies that could be given one more task.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import fmean
from typing import Final, NamedTuple

import numpy as np

from analysis.coverage import Cell
from analysis.distance import km
from analysis.likeness import Asker, Factors, Travel, Way, Weights
from analysis.selection import ENDED, HOST_FORMS
from data.records import Agreement
from data.register import Register

_MOST_IN_GROUP: Final = 5
# Forms that can be given one more task by a new decision of their members (design §5); a frame
# agreement is made for it, and known by its name.
_MAY_GROW: Final = HOST_FORMS | {"oppgavefellesskap"}
_FRAME: Final = "rammeavtale"


class Candidate(NamedTuple):
    """An agreement that could be joined."""

    agreement: Agreement
    score: float
    factors: Factors
    way: Way


class Group(NamedTuple):
    """A new group with neighbours that also lack the service; `common` are shared already."""

    codes: tuple[str, ...]
    score: float
    factors: Factors
    population: int
    km: float
    common: tuple[Agreement, ...]


class Body(NamedTuple):
    """An agreement that the municipality is in, and that could be given the service as well."""

    agreement: Agreement
    congruence: float
    score: float
    factors: Factors
    way: Way
    lacking: tuple[str, ...]


class Suggestions(NamedTuple):
    """What a municipality could look into, the best first; ties in the order of ids."""

    join: tuple[Candidate, ...]
    groups: tuple[Group, ...]
    bodies: tuple[Body, ...]


def suggest(
    register: Register,
    code: str,
    service: str,
    table: Mapping[str, Cell],
    neighbours: Mapping[str, Sequence[str]],
    weights: Weights = Weights(),  # noqa: B008 (immutable)
    travel: Travel | None = None,
) -> Suggestions:
    """Return what a municipality could look into to get a service that it lacks.

    Parameters
    ----------
    register
        The register in force.
    code, service
        The municipality that asks, and the service.
    table
        The cells of that service by municipality: who also lacks it.
    neighbours
        Codes of each municipality's neighbours.
    weights
        How much each criterion counts.
    travel
        Minutes by pair of codes, in either order; a straight line stands in where it has none.

    Raises
    ------
    KeyError
        If the register has no such municipality.
    """
    if code not in register.municipality_by_code:
        raise KeyError(code)
    rows = [row for row in register.agreement_records if row.status != ENDED]
    mine = [row for row in rows if code in row.members]
    asker = Asker(code, register, travel or {})
    return Suggestions(
        join=tuple(_joinable(asker, rows, service, weights)),
        groups=tuple(_groups(asker, mine, table, neighbours, weights)),
        bodies=tuple(_bodies(asker, mine, service, table, weights)),
    )


def _joinable(
    asker: Asker, rows: Iterable[Agreement], service: str, weights: Weights
) -> list[Candidate]:
    found = []
    for row in rows:
        if row.service == service and row.members and asker.code not in row.members:
            factors, way = asker.factors(row)
            found.append(Candidate(row, factors.score(weights), factors, way))
    return sorted(found, key=lambda one: (-round(one.score, 9), one.agreement.id))


def _bodies(
    asker: Asker,
    mine: Sequence[Agreement],
    service: str,
    table: Mapping[str, Cell],
    weights: Weights,
) -> list[Body]:
    found = []
    shared = [row for row in mine if set(row.members) != {asker.code}]
    alike = _alike(shared, asker.code)
    for row in shared:
        frame = row.form == "avtale" and _FRAME in row.name.casefold()
        if row.service == service or not (row.form in _MAY_GROW or frame):
            continue
        factors, way = asker.factors(row)
        lacking = tuple(c for c in row.members if c in table and table[c].gap and c != asker.code)
        found.append(Body(row, alike(row), factors.score(weights), factors, way, lacking))
    return sorted(
        found, key=lambda b: (-round(b.congruence, 9), -round(b.score, 9), b.agreement.id)
    )


def _alike(rows: Sequence[Agreement], code: str) -> Callable[[Agreement], float]:
    """Return how to find the mean Jaccard likeness of one of `rows` with all the others.

    Their members without `code` are laid end to end, so that one sum gives all overlaps.
    """
    groups = [sorted(set(row.members) - {code}) for row in rows]
    number = {one: at for at, one in enumerate(sorted({c for group in groups for c in group}))}
    place = np.array([number[c] for group in groups for c in group], np.int64)
    size = np.array([len(group) for group in groups], np.int64)
    start = np.cumsum(size) - size

    def mean(row: Agreement) -> float:
        if len(rows) < 2:
            return 0.0
        held = np.zeros(len(number), np.int64)
        mine = sorted(set(row.members) - {code})
        held[[number[c] for c in mine]] = 1
        both = np.add.reduceat(held[place], start)
        # The row itself is one of them, and as like itself as can be.
        return float((both / (size + len(mine) - both)).sum() - 1) / (len(rows) - 1)

    return mean


def _groups(
    asker: Asker,
    mine: Sequence[Agreement],
    table: Mapping[str, Cell],
    neighbours: Mapping[str, Sequence[str]],
    weights: Weights,
) -> list[Group]:
    """Return groups of 2 to 5, each grown from one neighbour that also lacks the service."""
    places = asker.register.municipality_by_code
    pairs: dict[tuple[str, str], Factors] = {}

    def pair(a: str, b: str) -> Factors:
        key = (a, b) if a < b else (b, a)
        if key not in pairs:
            pairs[key] = asker.pair(*key)
        return pairs[key]

    def mean(codes: Sequence[str]) -> Factors:
        each = [pair(a, b) for a, b in combinations(codes, 2)]
        history, nearness, size, region = (
            fmean(values) for values in zip(*((f[0], f[1], f[2], f[4]) for f in each), strict=True)
        )
        return Factors(history, nearness, size, None, region)

    sets = {frozenset(c): c for c in _grown(asker.code, table, neighbours, mean, weights)}
    found = []
    for codes in sets.values():
        factors = mean(codes)
        found.append(
            Group(
                codes=codes,
                score=factors.score(weights),
                factors=factors,
                population=sum(places[code].population for code in codes),
                km=max(km(places[a], places[b]) for a, b in combinations(codes, 2)),
                common=tuple(row for row in mine if set(codes) <= set(row.members)),
            )
        )
    return sorted(found, key=lambda g: (-round(g.score, 9), len(g.codes), g.codes))


def _grown(
    code: str,
    table: Mapping[str, Cell],
    neighbours: Mapping[str, Sequence[str]],
    mean: Callable[[Sequence[str]], Factors],
    weights: Weights,
) -> Iterator[tuple[str, ...]]:
    """Yield each step of growing: always by the neighbour that keeps the mean score highest."""

    def open_to(group: Iterable[str]) -> list[str]:
        around = {near for one in group for near in neighbours.get(one, ())}
        return sorted(c for c in around - set(group) if c in table and table[c].gap)

    for first in open_to([code]):
        group: tuple[str, ...] = (code, first)
        yield group
        while len(group) < _MOST_IN_GROUP and (near := open_to(group)):
            scores = {c: round(mean((*group, c)).score(weights), 9) for c in near}
            best = min(near, key=lambda c, scores=scores: (-scores[c], c))  # type: ignore[misc]
            group = (code, *sorted((*group[1:], best)))
            yield group
