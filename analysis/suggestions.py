"""Whom a municipality that lacks a service could work with: «mulig å utrede», never more.

Three lists, ranked by the criteria of `analysis.likeness`: agreements to join, new groups with
neighbours that also lack the service, and bodies that could be given one more task.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from analysis.coverage import Cell
from analysis.grouping import Group, groups
from analysis.likeness import Asker, Factors, Travel, Way, Weights
from analysis.selection import ENDED, HOST_FORMS
from data.records import Agreement
from data.register import Register

# Forms that can be given one more task by a new decision of their members (design §5); a frame
# agreement is made for it, and known by its name.
_MAY_GROW: Final = HOST_FORMS | {"oppgavefellesskap"}
_FRAME: Final = "rammeavtale"
_PASSING: Final = frozenset({"prosjekt", "nettverk"})


class Candidate(NamedTuple):
    """An agreement that could be joined."""

    agreement: Agreement
    score: float
    factors: Factors
    way: Way


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
    *,
    projects: bool = True,
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
    projects
        Whether projects and networks count, so that joining one would be of help.

    Raises
    ------
    KeyError
        If the register has no such municipality.
    """
    if code not in register.municipality_by_code:
        raise KeyError(code)
    rows = [row for row in register.agreement_records if row.status != ENDED]
    able = joinable(rows, register, service, projects=projects)
    mine = [row for row in rows if code in row.members]
    asker = Asker(code, register, travel or {})
    return Suggestions(
        join=tuple(_candidates(asker, able, weights)),
        groups=tuple(groups((code,), asker, mine, table, neighbours, weights)),
        bodies=tuple(_bodies(asker, mine, service, table, weights)),
    )


def joinable(
    rows: Iterable[Agreement], register: Register, service: str, *, projects: bool
) -> list[Agreement]:
    """Return the agreements about a service that a municipality outside them could join.

    Those without a member named are passed over, and projects and networks unless they count.
    """
    return [
        row
        for row in rows
        if row.service == service
        and row.members
        and (projects or register.form_by_code[row.form].binding not in _PASSING)
    ]


def may_grow(row: Agreement) -> bool:
    """Return whether an agreement is of a kind that can be given one more task."""
    return row.form in _MAY_GROW or (row.form == "avtale" and _FRAME in row.name.casefold())


def _candidates(asker: Asker, rows: Iterable[Agreement], weights: Weights) -> list[Candidate]:
    found = []
    for row in rows:
        if asker.code not in row.members:
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
    alike = likeness_among(shared, asker.code)
    for row in shared:
        if row.service == service or not may_grow(row):
            continue
        factors, way = asker.factors(row)
        lacking = tuple(c for c in row.members if c in table and table[c].gap and c != asker.code)
        found.append(Body(row, alike(row), factors.score(weights), factors, way, lacking))
    return sorted(
        found, key=lambda b: (-round(b.congruence, 9), -round(b.score, 9), b.agreement.id)
    )


def likeness_among(rows: Sequence[Agreement], code: str) -> Callable[[Agreement], float]:
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
