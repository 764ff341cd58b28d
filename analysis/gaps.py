"""What is missing: the gap list, with the kind of each gap and what neighbours have of it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from analysis.coverage import GAPS, STANDINGS, Coverage, Standing
from data.records import Agreement
from data.register import Register
from data.schema import DUTIES

_GAP_NUMBERS = {STANDINGS.index(standing): standing for standing in GAPS}


class Gap(NamedTuple):
    """A municipality that has no cooperation about a service, as far as is known.

    Attributes
    ----------
    code, service
        Municipality and service.
    standing
        Kind of gap: «alene» (confirmed), «svakt» (covered by something weak), or
        «ikke-registrert» (possible: nobody has answered).
    lacking
        How many municipalities of the county have a gap in this service, of whichever kind.
    affected
        The population of all those.
    population
        The municipality's own.
    """

    code: str
    service: str
    standing: Standing
    lacking: int
    affected: int
    population: int


def gaps(coverage: Coverage, register: Register) -> list[Gap]:
    """Return every gap of a coverage matrix.

    Sorted by the service's duty class, how many lack it (most first), and how many people live
    there (most first); within a service the largest municipality first.
    """
    people = [register.municipality_by_code[code].population for code in coverage.codes]
    missing = np.isin(coverage.standing, list(_GAP_NUMBERS))
    lacking = missing.sum(axis=0).tolist()
    affected = (missing * np.array(people)[:, None]).sum(axis=0).tolist()
    found = [
        Gap(
            coverage.codes[row],
            coverage.services[column],
            _GAP_NUMBERS[int(coverage.standing[row, column])],
            lacking[column],
            affected[column],
            people[row],
        )
        for row, column in np.argwhere(missing).tolist()
    ]
    duty = {code: DUTIES.index(s.duty) for code, s in register.service_by_code.items()}
    return sorted(
        found,
        key=lambda g: (duty[g.service], -g.lacking, -g.affected, g.service, -g.population, g.code),
    )


class Around(NamedTuple):
    """What the neighbours of a municipality have of a service: those with it, those without."""

    having: tuple[str, ...]
    lacking: tuple[str, ...]


def around(
    code: str, service: str, coverage: Coverage, neighbours: Mapping[str, Iterable[str]]
) -> Around:
    """Return which neighbours have, or also lack, what a municipality lacks.

    Parameters
    ----------
    code, service
        The municipality and what it lacks.
    coverage
        The matrix that says so.
    neighbours
        Codes of the neighbours of each municipality, nearest first; those outside the county
        have no cells and are passed over.
    """
    column = coverage.services.index(service)
    rows = {code: row for row, code in enumerate(coverage.codes)}
    having, lacking = [], []
    for other in neighbours.get(code, ()):
        if other in rows:
            standing = STANDINGS[coverage.standing[rows[other], column]]
            if standing == "med":
                having.append(other)
            elif standing in GAPS:
                lacking.append(other)
    return Around(tuple(having), tuple(lacking))


def incomplete(register: Register, service: str) -> tuple[Agreement, ...]:
    """Return the agreements about a service, not ended, with members that no source names.

    They stand beside the gaps of the service: a possible gap may be covered by one of them.
    """
    return tuple(
        row
        for row in register.agreement_records
        if row.service == service and row.incomplete and row.status != "avsluttet"
    )
