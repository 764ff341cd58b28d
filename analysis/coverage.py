"""What each municipality of the county has of each service: the coverage matrix.

The states, and which of them count as cooperation, are those of `docs/architecture.md`: a cell
that nobody has answered is a possible gap and never counted together with a confirmed one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, get_args

import numpy as np

from analysis.criteria import Switches
from analysis.memberships import STATES, Flags, Ints, Memberships, State, memberships
from data.records import Agreement
from data.register import Register

__all__ = ["STATES", "Cell", "Coverage", "Span", "State", "cells", "coverage", "tally"]

Standing = Literal["med", "svakt", "alene", "ikke-registrert", "ikke-kommunalt", "holdt-utenfor"]
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)
# The kinds of gap, the surest first, and what the export calls them.
GAPS: Final[dict[Standing, str]] = {
    "alene": "bekreftet",
    "svakt": "svakt",
    "ikke-registrert": "mulig",
}
COOPERATING: Final = frozenset(STATES[:5])
_ALONE, _LEFT, _UNKNOWN = map(STATES.index, ("alene", "ikke-kommunalt", "ikke-registrert"))
_NETWORK, _PLANNED = map(STATES.index, ("prosjekt-nettverk", "under-utvikling"))
_NUMBER: Final = {standing: index for index, standing in enumerate(STANDINGS)}


@dataclass(frozen=True, slots=True)
class Cell:
    """One municipality and one service.

    Attributes
    ----------
    state
        The strongest of what the register knows.
    standing
        What the state means under the switches and filters in force: whether it counts
        («med»), is a gap and of which kind, or is held outside by a filter.
    uncertain
        All rows that give the state are of unknown status or confidence C.
    rows
        Every row behind the cell, also those that do not give the state.
    """

    code: str
    state: State
    standing: Standing
    uncertain: bool
    rows: tuple[Agreement, ...]

    @property
    def gap(self) -> str:
        """The kind of gap: `bekreftet`, `svakt` or `mulig`; empty where it is none."""
        return GAPS.get(self.standing, "")


class Span(NamedTuple):
    """Coverage as it is known: at least and at most so many of `all` municipalities."""

    least: int
    most: int
    all: int


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """The cells of the county's municipalities (rows) and some services (columns).

    Attributes
    ----------
    codes, services
        Codes of the rows and the columns, in register order.
    state, standing
        Numbers in `STATES` and `STANDINGS`, one a cell; municipalities × services.
    uncertain
        Whether all rows that give the state are of unknown status or confidence C.
    """

    codes: tuple[str, ...]
    services: tuple[str, ...]
    state: Ints
    standing: Ints
    uncertain: Flags
    _behind: tuple[Ints, Ints] = field(repr=False)
    _records: tuple[Agreement, ...] = field(repr=False)

    def cell(self, code: str, service: str) -> Cell:
        """Return one cell with the agreements behind it; KeyError if it is not in the matrix."""
        try:
            at = self.codes.index(code), self.services.index(service)
        except ValueError:
            raise KeyError((code, service)) from None
        return self._cell(*at)

    def column(self, service: str) -> dict[str, Cell]:
        """Return the cells of one service by municipality, in register order."""
        at = self.services.index(service)
        return {code: self._cell(row, at) for row, code in enumerate(self.codes)}

    def tallies(self, axis: int) -> dict[str, dict[Standing, int]]:
        """Return how many cells stand where: by service (`axis` 0), or by municipality (1)."""
        names = self.services if axis == 0 else self.codes
        counts = {s: (self.standing == i).sum(axis=axis).tolist() for s, i in _NUMBER.items()}
        return {
            name: {standing: counts[standing][at] for standing in STANDINGS}
            for at, name in enumerate(names)
        }

    def _cell(self, row: int, column: int) -> Cell:
        order, starts = self._behind
        at = row * len(self.services) + column
        return Cell(
            code=self.codes[row],
            state=STATES[self.state[row, column]],
            standing=STANDINGS[self.standing[row, column]],
            uncertain=bool(self.uncertain[row, column]),
            rows=tuple(self._records[i] for i in order[starts[at] : starts[at + 1]]),
        )


def span(counts: Mapping[Standing, int]) -> Span:
    """Return coverage as a span: at most also all that nobody has answered for."""
    least = counts["med"]
    return Span(least, least + counts["ikke-registrert"], sum(counts.values()))


def coverage(
    register: Register,
    switches: Switches,
    services: Iterable[str] | None = None,
    within: Collection[str] | None = None,
) -> Coverage:
    """Return the coverage matrix of the county's municipalities.

    Parameters
    ----------
    register
        The register in force.
    switches
        Which states count, and whether ended agreements are read at all.
    services
        Codes of the columns, in the order wanted; all of the register's if None.
    within
        Ids of the agreements that the filters leave; None where nothing is filtered. A cell
        whose cooperation they take out is «holdt utenfor»: no gap, and not counted.

    Raises
    ------
    KeyError
        If the register has no such service.
    """
    who = memberships(register)
    columns = who.services if services is None else tuple(dict.fromkeys(services))
    row, cell = _entries(who, columns, switches)
    state = np.full(who.home * len(columns), _UNKNOWN)
    np.minimum.at(state, cell, who.state[row])
    state = _answers(state.reshape(who.home, -1), register, who, columns).ravel()
    behind = who.state[row] == state[cell]
    sure = _any(cell, behind & ~who.doubtful[row], state.size)
    uncertain = _any(cell, behind, state.size) & ~sure
    if within is None:
        inside = np.ones(state.size, np.bool_)
    else:
        left = np.fromiter((r.id in within for r in register.agreement_records), np.bool_)
        inside = _any(cell, behind & left[row], state.size)
    shape = who.home, len(columns)
    # Numbers as short as they may be: numpy sorts the shortest without comparing them.
    order = np.argsort(cell.astype(np.min_scalar_type(state.size)), kind="stable")
    starts = np.searchsorted(cell[order], np.arange(state.size + 1))
    return Coverage(
        codes=who.codes[: who.home],
        services=columns,
        state=state.reshape(shape),
        standing=_standings(state, uncertain, inside, switches).reshape(shape),
        uncertain=uncertain.reshape(shape),
        _behind=(row[order], starts),
        _records=register.agreement_records,
    )


def cells(
    register: Register, service: str, switches: Switches, within: Collection[str] | None = None
) -> dict[str, Cell]:
    """Return the cells of one service by municipality; see `coverage`."""
    return coverage(register, switches, (service,), within).column(service)


def tally(table: Mapping[str, Cell]) -> dict[Standing, int]:
    """Return how many municipalities stand where; the numbers add up to all of them."""
    counts = Counter(cell.standing for cell in table.values())
    return {standing: counts[standing] for standing in STANDINGS}


def _entries(who: Memberships, columns: tuple[str, ...], switches: Switches) -> tuple[Ints, Ints]:
    """Return agreement and cell of every membership that the matrix reads."""
    column = np.full(len(who.services), -1)
    numbers = {code: index for index, code in enumerate(who.services)}
    for index, code in enumerate(columns):
        column[numbers[code]] = index
    read = (column[who.service] >= 0) & (switches.avsluttet | ~who.ended)
    taken = read[who.row] & (who.place < who.home)
    row, place = who.row[taken], who.place[taken]
    return row, place * len(columns) + column[who.service[row]]


def _answers(state: Ints, register: Register, who: Memberships, columns: tuple[str, ...]) -> Ints:
    """Fill cells without any agreement with what else is known: alone, or no longer a duty."""
    for index, code in enumerate(columns):
        if register.service_by_code[code].not_municipal_since is not None:
            state[state[:, index] == _UNKNOWN, index] = _LEFT
    rows = {code: index for index, code in enumerate(who.codes[: who.home])}
    at = {code: index for index, code in enumerate(columns)}
    for answer in register.alone_records:
        if answer.municipality in rows and answer.service in at:
            place = rows[answer.municipality], at[answer.service]
            state[place] = min(state[place], _ALONE)
    return state


def _any(cell: Ints, which: Flags, size: int) -> Flags:
    """Return for each cell whether any of its entries is among `which`."""
    found = np.zeros(size, np.bool_)
    found[cell[which]] = True
    return found


def _standings(state: Ints, uncertain: Flags, inside: Flags, switches: Switches) -> Ints:
    """Return what each cell means under the switches; the last assignment wins."""
    standing = np.full(state.shape, _NUMBER["med"])
    standing[~inside] = _NUMBER["holdt-utenfor"]
    if not switches.usikre:
        standing[uncertain] = _NUMBER["holdt-utenfor"]
    if not switches.nettverk:
        standing[state == _NETWORK] = _NUMBER["svakt"]
    if not switches.utvikling:
        standing[state == _PLANNED] = _NUMBER["svakt"]
    for number in (_ALONE, _LEFT, _UNKNOWN):
        standing[state == number] = STANDINGS.index(STATES[number])
    return standing
