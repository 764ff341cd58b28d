"""Who takes part in what, as arrays: the form in which a large register is counted.

One entry a membership (an agreement and one of its municipalities), so that every measure is a
few sums over arrays, whatever the size of the register.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
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
    if row.status == "under-utvikling":
        return "under-utvikling"
    return _BY_BINDING.get(register.form_by_code[row.form].binding, "form-ukjent")


@lru_cache(maxsize=8)
def memberships(register: Register) -> Memberships:
    """Return the memberships of `register` (an immutable value, compared by identity)."""
    rows = register.agreement_records
    home = register.county_codes
    codes = (*home, *(code for code in register.municipality_by_code if code not in set(home)))
    services = tuple(register.service_by_code)
    number = {code: index for index, code in enumerate(codes)}
    service = {code: index for index, code in enumerate(services)}
    members = [dict.fromkeys(row.members) for row in rows]
    size = np.fromiter(map(len, members), np.int64, len(rows))
    places = (number[code] for group in members for code in group)
    return Memberships(
        codes=codes,
        services=services,
        home=len(home),
        row=np.repeat(np.arange(len(rows)), size),
        place=np.fromiter(places, np.int64, int(size.sum())),
        size=size,
        service=np.fromiter((service[row.service] for row in rows), np.int64, len(rows)),
        state=np.fromiter(
            map(STATES.index, map(state_of, rows, repeat(register))), np.int64, len(rows)
        ),
        ended=np.fromiter((row.status == ENDED for row in rows), np.bool_, len(rows)),
        doubtful=np.fromiter(
            (row.status == "ukjent" or row.confidence == "C" for row in rows), np.bool_, len(rows)
        ),
    )
