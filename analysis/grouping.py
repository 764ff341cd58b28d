"""New groups, grown from those that ask by neighbours that also lack a service."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from analysis.coverage import Cell
from analysis.distance import km
from analysis.likeness import Asker, Factors, Weights, mean_of
from data.records import Agreement

MOST_IN_GROUP: Final = 5


class Group(NamedTuple):
    """A new group with neighbours that also lack the service; `common` are shared already.

    `km` is the straight line between the two that lie farthest apart.
    """

    codes: tuple[str, ...]
    score: float
    factors: Factors
    population: int
    km: float
    common: tuple[Agreement, ...]


def groups(
    start: tuple[str, ...],
    asker: Asker,
    shared: Sequence[Agreement],
    table: Mapping[str, Cell],
    neighbours: Mapping[str, Sequence[str]],
    weights: Weights,
) -> list[Group]:
    """Return the groups of at most 5 that grow from `start`, each by one neighbour at first.

    A group is ranked by the mean of the criteria over all its pairs; how many partners does not
    apply. Ties are in the order of size and codes.

    Parameters
    ----------
    start
        The municipalities that ask; they stand first in every group.
    asker
        The one of them whose strongest tie history is measured against.
    shared
        The agreements that all of `start` are in.
    table, neighbours, weights
        As of `analysis.suggestions.suggest`.
    """
    mean = pair_means(asker)
    grown = _grown(start, table, neighbours, mean, weights)
    found = [group_of(codes, asker, shared, mean, weights) for codes in dict.fromkeys(grown)]
    return sorted(found, key=lambda g: (-round(g.score, 9), len(g.codes), g.codes))


def group_of(
    codes: tuple[str, ...],
    asker: Asker,
    shared: Sequence[Agreement],
    mean: Callable[[Sequence[str]], Factors],
    weights: Weights,
) -> Group:
    """Return two or more municipalities as a group; `shared` holds all that they may share."""
    places, factors = asker.register.municipality_by_code, mean(codes)
    return Group(
        codes=codes,
        score=factors.score(weights),
        factors=factors,
        population=sum(places[code].population for code in codes),
        km=max(km(places[a], places[b]) for a, b in combinations(codes, 2)),
        common=tuple(row for row in shared if set(codes) <= set(row.members)),
    )


def open_to(
    group: Iterable[str], table: Mapping[str, Cell], neighbours: Mapping[str, Sequence[str]]
) -> list[str]:
    """Return the neighbours of a group that also lack the service, by code."""
    members = set(group)
    around = {near for one in members for near in neighbours.get(one, ())} - members
    return sorted(code for code in around if code in table and table[code].gap)


def pair_means(asker: Asker) -> Callable[[Sequence[str]], Factors]:
    """Return how to find the mean of the criteria over the pairs of some municipalities."""
    pairs: dict[tuple[str, str], Factors] = {}

    def pair(a: str, b: str) -> Factors:
        key = (a, b) if a < b else (b, a)
        if key not in pairs:
            pairs[key] = asker.pair(*key)
        return pairs[key]

    def mean(codes: Sequence[str]) -> Factors:
        return mean_of([pair(a, b) for a, b in combinations(codes, 2)])

    return mean


def _grown(
    start: tuple[str, ...],
    table: Mapping[str, Cell],
    neighbours: Mapping[str, Sequence[str]],
    mean: Callable[[Sequence[str]], Factors],
    weights: Weights,
) -> Iterator[tuple[str, ...]]:
    """Yield each step of growing: always by the neighbour that keeps the mean score highest."""

    def larger(group: tuple[str, ...], code: str) -> tuple[str, ...]:
        return (*start, *sorted((*group[len(start) :], code)))

    if len(start) >= MOST_IN_GROUP:
        return
    for first in open_to(start, table, neighbours):
        group = larger(start, first)
        yield group
        while len(group) < MOST_IN_GROUP and (near := open_to(group, table, neighbours)):
            scores = {c: round(mean((*group, c)).score(weights), 9) for c in near}
            best = min(near, key=lambda c, scores=scores: (-scores[c], c))  # type: ignore[misc]
            group = larger(group, best)
            yield group
