"""Whom a few municipalities that lack the same service could work with, all of them together.

The lists are those of `analysis.suggestions`, asked by several at once: every criterion is the
mean over those that ask.
"""

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from analysis.coverage import Cell, Coverage
from analysis.grouping import MOST_IN_GROUP, Group, group_of, groups, open_to, pair_means
from analysis.likeness import Asker, Factors, Travel, Way, Weights, mean_of
from analysis.selection import ENDED
from analysis.suggestions import joinable, likeness_among, may_grow
from data.records import Agreement
from data.register import Register
from data.schema import DUTIES


class Shortage(NamedTuple):
    """A service that all or most of some municipalities lack, and which of them do."""

    service: str
    lacking: tuple[str, ...]


class Offer(NamedTuple):
    """An agreement that those who ask could join.

    `joining` are those of them that are not in it yet; `ways` are their ways to its seat.
    """

    agreement: Agreement
    score: float
    factors: Factors
    joining: tuple[str, ...]
    ways: tuple[Way, ...]


class Addition(NamedTuple):
    """A neighbour that also lacks the service, weighed against each of those who ask.

    `group` is what they would be with it.
    """

    code: str
    score: float
    factors: Factors
    group: Group


class Shared(NamedTuple):
    """A body that all who ask are in, and that could be given the service as well."""

    agreement: Agreement
    congruence: float
    score: float
    factors: Factors
    ways: tuple[Way, ...]
    lacking: tuple[str, ...]


class Together(NamedTuple):
    """What a few municipalities could look into together, the best first; ties by id or code.

    `alone` are those who ask, without anyone else; `groups` are larger.
    """

    asking: tuple[str, ...]
    join: tuple[Offer, ...]
    alone: Group
    groups: tuple[Group, ...]
    additions: tuple[Addition, ...]
    bodies: tuple[Shared, ...]


def shortages(found: Coverage, codes: Sequence[str], register: Register) -> list[Shortage]:
    """Return the services that more than half of some municipalities lack.

    Sorted as every list of gaps: by duty class, how many of them lack it, and how many people
    live there, the most first; then in the order of the matrix.
    """
    listed = []
    for service in found.services:
        lacking = tuple(code for code in codes if found.cell(code, service).gap)
        if 2 * len(lacking) > len(codes):
            listed.append(Shortage(service, lacking))

    def rank(one: Shortage) -> tuple[int, int, int]:
        people = sum(register.municipality_by_code[code].population for code in one.lacking)
        duty = DUTIES.index(register.service_by_code[one.service].duty)
        return duty, -len(one.lacking), -people

    return sorted(listed, key=rank)


def suggest_together(
    register: Register,
    codes: Iterable[str],
    service: str,
    table: Mapping[str, Cell],
    neighbours: Mapping[str, Sequence[str]],
    weights: Weights = Weights(),  # noqa: B008 (immutable)
    travel: Travel | None = None,
    *,
    projects: bool = True,
) -> Together:
    """Return what those of some municipalities that lack a service could look into together.

    Parameters
    ----------
    register, service, table, neighbours, weights, travel, projects
        As of `analysis.suggestions.suggest`.
    codes
        The municipalities; those of them that have the service do not ask.

    Raises
    ------
    ValueError
        If fewer than two of them lack the service.
    """
    asking = tuple(code for code in dict.fromkeys(codes) if code in table and table[code].gap)
    if len(asking) < 2:
        msg = "`codes` must name at least two municipalities that lack the service"
        raise ValueError(msg)
    rows = [row for row in register.agreement_records if row.status != ENDED]
    shared = [row for row in rows if set(asking) <= set(row.members)]
    askers = {code: Asker(code, register, travel or {}) for code in asking}
    # Among them history is measured against the strongest tie that any of them has.
    first = max(askers.values(), key=lambda one: max(one.strengths(one.code).values(), default=0.0))
    mean = pair_means(first)
    able = joinable(rows, register, service, projects=projects)
    return Together(
        asking=asking,
        join=tuple(_offers(askers, able, weights)),
        alone=group_of(asking, first, shared, mean, weights),
        groups=tuple(groups(asking, first, shared, table, neighbours, weights)),
        additions=tuple(_additions(asking, first, shared, table, neighbours, weights)),
        bodies=tuple(_bodies(askers, rows, shared, service, table, weights)),
    )


def _offers(
    askers: Mapping[str, Asker], rows: Iterable[Agreement], weights: Weights
) -> list[Offer]:
    found = []
    for row in rows:
        joining = tuple(code for code in askers if code not in row.members)
        if joining:
            each = [askers[code].factors(row) for code in joining]
            factors = mean_of([one for one, _way in each])
            ways = tuple(way for _one, way in each)
            found.append(Offer(row, factors.score(weights), factors, joining, ways))
    return sorted(found, key=lambda one: (-round(one.score, 9), one.agreement.id))


def _additions(
    asking: tuple[str, ...],
    first: Asker,
    shared: Sequence[Agreement],
    table: Mapping[str, Cell],
    neighbours: Mapping[str, Sequence[str]],
    weights: Weights,
) -> list[Addition]:
    """Return who could be one more, unless they are as many as a new group may be already."""
    if len(asking) >= MOST_IN_GROUP:
        return []
    mean = pair_means(first)
    found = []
    for code in open_to(asking, table, neighbours):
        factors = mean_of([first.pair(*sorted((one, code))) for one in asking])
        group = group_of((*asking, code), first, shared, mean, weights)
        found.append(Addition(code, factors.score(weights), factors, group))
    return sorted(found, key=lambda one: (-round(one.score, 9), one.code))


def _bodies(
    askers: Mapping[str, Asker],
    rows: Sequence[Agreement],
    shared: Sequence[Agreement],
    service: str,
    table: Mapping[str, Cell],
    weights: Weights,
) -> list[Shared]:
    """Return the bodies; how like it is to the usual partners is the mean over those who ask."""
    alike = {
        code: likeness_among(
            [row for row in rows if code in row.members and set(row.members) != {code}], code
        )
        for code in askers
    }
    found = []
    for row in shared:
        if row.service == service or not may_grow(row):
            continue
        each = [asker.factors(row) for asker in askers.values()]
        factors = mean_of([one for one, _way in each])
        found.append(
            Shared(
                agreement=row,
                congruence=fmean(alike[code](row) for code in askers),
                score=factors.score(weights),
                factors=factors,
                ways=tuple(way for _one, way in each),
                lacking=tuple(
                    c for c in row.members if c in table and table[c].gap and c not in askers
                ),
            )
        )
    return sorted(
        found, key=lambda b: (-round(b.congruence, 9), -round(b.score, 9), b.agreement.id)
    )
