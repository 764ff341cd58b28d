"""Who takes part in what, as arrays: the form in which a large register is counted.

One entry a membership (an agreement and one of its municipalities), so that every measure is a
few sums over arrays, whatever the size of the register.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from analysis.selection import ENDED
from data.records import Agreement
from data.register import Register

State = Literal[
    "organ",
    "avtale",
    "form-ukjent",
    "prosjekt-nettverk",
    "under-utvikling",
    "alene",
    "ikke-kommunalt",
    "ikke-registrert",
]
# Strongest first; the cell takes the strongest of what the register knows.
STATES: Final[tuple[State, ...]] = get_args(State)
_DEVELOPING: Final = "under-utvikling"
_BY_BINDING: Final[dict[str, State]] = {
    "organ": "organ",
    "avtale": "avtale",
    "nettverk": "prosjekt-nettverk",
    "prosjekt": "prosjekt-nettverk",
}

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Memberships:
    """The memberships of a register; agreements are numbered as in `agreement_records`.

    Attributes
    ----------
    codes, services
        Municipalities (the county's own first) and services, in register order.
    home
        How many of `codes` are the county's own.
    row, place
        Of each membership: the agreement's number and the municipality's.
    size, service, state
        Of each agreement: participating municipalities, number of its service, and of the state
        (in `STATES`) that it gives the cells of its members.
    ended, doubtful
        Of each agreement: whether it is over, and whether its status is unknown or its
        confidence C.
    """

    codes: tuple[str, ...]
    services: tuple[str, ...]
    home: int
    row: Ints
    place: Ints
    size: Ints
    service: Ints
    state: Ints
    ended: Flags
    doubtful: Flags


def state_of(row: Agreement, register: Register) -> State:
    """Return the state that one agreement gives the cells of its members."""
    if row.status == _DEVELOPING:
        return _DEVELOPING
    return STATES[_state(register.form_by_code[row.form].binding)]


def _state(binding: str) -> int:
    """Return the number of the state that a form's binding gives."""
    return STATES.index(_BY_BINDING.get(binding, "form-ukjent"))


@lru_cache(maxsize=8)
def memberships(register: Register) -> Memberships:
    """Return the memberships of `register` (an immutable value, compared by identity)."""
    rows = register.agreement_records
    home = register.county_codes
    codes = (*home, *(code for code in register.municipality_by_code if code not in set(home)))
    services = tuple(register.service_by_code)
    number = {code: index for index, code in enumerate(codes)}
    service = {code: index for index, code in enumerate(services)}
    form = {code: _state(one.binding) for code, one in register.form_by_code.items()}
    # A column of a field at a time, without a step of Python where a map will do: a large register
    # is counted in the time that its fields take to be read.
    members = [one.members for one in rows]
    status = [one.status for one in rows]
    each = _ints(map(len, members), len(rows))
    places = map(number.__getitem__, chain.from_iterable(members))
    row, place = _once(
        np.repeat(np.arange(len(rows)), each),
        _ints(places, int(each.sum())),
        (len(rows), len(codes)),
    )
    states = _ints((form[one.form] for one in rows), len(rows))
    states[_equal(status, _DEVELOPING)] = STATES.index(_DEVELOPING)
    return Memberships(
        codes=codes,
        services=services,
        home=len(home),
        row=row,
        place=place,
        size=np.bincount(row, minlength=len(rows)),
        service=_ints((service[one.service] for one in rows), len(rows)),
        state=states,
        ended=_equal(status, ENDED),
        doubtful=_equal(status, "ukjent") | _equal([one.confidence for one in rows], "C"),
    )


def _once(row: Ints, place: Ints, shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """Return the memberships without those that a row names twice, in the same order."""
    keys = row * shape[1] + place
    held = np.zeros(shape[0] * shape[1], np.bool_)
    held[keys] = True
    if np.count_nonzero(held) == len(keys):
        return row, place
    first = np.sort(np.unique(keys, return_index=True)[1])
    return row[first], place[first]


def _ints(values: Iterable[int], count: int) -> Ints:
    return np.fromiter(values, np.int64, count)


def _equal(values: list[str], what: str) -> Flags:
    return np.fromiter(map(what.__eq__, values), np.bool_, len(values))
