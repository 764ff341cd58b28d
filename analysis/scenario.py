"""Try a scenario's steps on a copy of the register, and measure what they do to an agreement.

Nothing here writes to the register that is given: a column is copied before it changes.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import pandas as pd

from analysis.distance import km
from analysis.selection import ENDED
from analysis.steps import Create, Step, agreements, new_id, to_text
from analysis.taking import SOURCE, Refused, take
from data import tables
from data.language import _
from data.reading import Row
from data.records import Agreement, Municipality
from data.register import Register
from data.schema import AGREEMENTS, SEPARATOR

_COLUMNS: Final = {
    "part_of": "del_av",
    "succeeded_by": "erstattet_av",
    "host": "vert",
    "seat": "sete",
    "members": "deltakere",
    "incomplete": "ufullstendig",
    "others": "andre",
    "status": "status",
}
"""The fields of a record that a step may change, and their columns."""

# Values that the tables of a scenario share with the register's own, and need not be made again.
_SHARED: Final = (
    "alone_records",
    "service_by_code",
    "form_by_code",
    "municipality_by_code",
    "county_codes",
    "change_records",
)


def apply(register: Register, steps: Iterable[Step]) -> tuple[Register, tuple[str, ...]]:
    """Return a new register in which the steps have been taken, in order.

    Parameters
    ----------
    register
        The register in force; it is left as it is.
    steps
        The steps. Municipalities that cannot join or leave are passed over, the others of the
        same step do.

    Returns
    -------
    register
        A new register, also where no step could be taken.
    sentences
        What could not be done and why, by the step's number (from 1).
    """
    steps = tuple(steps)
    rows = dict(register.agreement_by_id)
    sentences = []
    for number, step in enumerate(steps, 1):
        try:
            reasons = take(register, rows, number, step)
        except Refused as refused:
            reasons = [str(refused)]
        sentence = _("Steg {number}: {reason}.")
        sentences += [sentence.format(number=number, reason=reason) for reason in reasons]
    revision = f"{register.revision}+{to_text(steps)}" if steps else register.revision
    changed = {k: rows[k] for k in touched(register, steps) if k in rows}
    new = replace(register, agreements=_table(register, changed), revision=revision)
    # The cached values are filled in: reading ten thousand unchanged rows anew takes too long.
    new.__dict__["agreement_records"] = records = _records(register, changed)
    same = len(rows) == len(register.agreement_by_id)
    by_id = rows if same else {row.id: row for row in records}
    new.__dict__["agreement_by_id"] = MappingProxyType(by_id)
    new.__dict__.update({k: register.__dict__[k] for k in _SHARED if k in register.__dict__})
    return new, tuple(sentences)


def touched(register: Register, steps: Iterable[Step]) -> tuple[str, ...]:
    """Return the ids of the agreements that the steps speak of or create, in order, each once.

    Ids that are neither in the register nor created by an earlier step are left out.
    """
    found: dict[str, None] = {}
    for number, step in enumerate(steps, 1):
        if isinstance(step, Create):
            found[new_id(number)] = None
        for id_ in agreements(step):
            if id_ in found or id_ in register.agreement_by_id:
                found[id_] = None
    return tuple(found)


class Numbers(NamedTuple):
    """What a scenario shows of one agreement, before and after.

    Attributes
    ----------
    members
        Codes of the members, in the register's order of the agreement.
    population
        Inhabitants of all members together.
    partners
        Number of members, k.
    largest_km
        Straight line in km from the member that is farthest off to the seat, else to the host,
        else to the member that is nearest to all the others. None without members.
    seat_known
        Whether the seat or the host is known.
    regions, counties
        Number of different regions and counties among the members.
    across_region
        Share of members, 0 to 1, outside the region that most of them are in.
    across_county
        Share of members, 0 to 1, outside Møre og Romsdal.
    """

    members: tuple[str, ...]
    population: int
    partners: int
    largest_km: float | None
    seat_known: bool
    regions: int
    counties: int
    across_region: float
    across_county: float


def numbers(register: Register, agreement_id: str) -> Numbers | None:
    """Return the numbers of one agreement; None if there is none with this id, or it has ended."""
    row = register.agreement_by_id.get(agreement_id)
    if row is None or row.status == ENDED:
        return None
    places = [register.municipality_by_code[code] for code in row.members]
    seat = register.municipality_by_code.get(row.seat or row.host)
    centre = seat or _middle(places)
    regions = Counter(place.region for place in places)
    k = len(places)
    return Numbers(
        members=row.members,
        population=sum(place.population for place in places),
        partners=k,
        largest_km=max(km(place, centre) for place in places) if places and centre else None,
        seat_known=seat is not None,
        regions=len(regions),
        counties=len({place.county for place in places}),
        across_region=(k - max(regions.values())) / k if k else 0.0,
        across_county=sum(not place.in_county for place in places) / k if k else 0.0,
    )


def new_pairs(before: Register, after: Register) -> tuple[tuple[str, str], ...]:
    """Return the pairs of municipalities that share an agreement after, but none before.

    Ended agreements tie nobody. Each pair's codes are in order, and so are the pairs.
    """
    candidates = {
        pair
        for row in after.agreement_records
        if row.status != ENDED and before.agreement_by_id.get(row.id) != row
        for pair in combinations(sorted(row.members), 2)
    }
    ties: dict[str, set[str]] = {code: set() for pair in candidates for code in pair}
    for row in before.agreement_records if ties else ():
        if row.status != ENDED:
            for code in row.members:
                if code in ties:
                    ties[code].add(row.id)
    return tuple(sorted((a, b) for a, b in candidates if ties[a].isdisjoint(ties[b])))


def _middle(places: Sequence[Municipality]) -> Municipality | None:
    """Return the place with the least sum of distances to the others, the first of equals."""
    sums = [0.0] * len(places)
    for (i, a), (j, b) in combinations(enumerate(places), 2):
        distance = km(a, b)
        sums[i] += distance
        sums[j] += distance
    return places[sums.index(min(sums))] if places else None


def _records(register: Register, changed: Mapping[str, Agreement]) -> tuple[Agreement, ...]:
    """Return the register's records with the changed ones in their places by id."""
    records = list(register.agreement_records)
    for id_, row in changed.items():
        at = bisect_left(records, id_, key=_id)
        known = at < len(records) and records[at].id == id_
        records[at : at + known] = [row]
    return tuple(records)


def _id(row: Agreement) -> str:
    return row.id


def _table(register: Register, changed: Mapping[str, Agreement]) -> pd.DataFrame:
    """Return the register's table with the changed cells, and the new rows last."""
    # Shallow: pandas copies a column when it is written to, and most are not.
    table = register.agreements.copy(deep=False)
    made = []
    for id_, row in changed.items():
        old = register.agreement_by_id.get(id_)
        if old is None:
            made.append(Row(0, _cells(row)))
            continue
        for field, column in _COLUMNS.items():
            value: Any = getattr(row, field)
            if value != getattr(old, field):
                # `loc` would spread a tuple over cells.
                table.at[id_, column] = value  # noqa: PD008
    if not made:
        return table
    return pd.concat([table, tables.table(AGREEMENTS, made, {})])


def _cells(row: Agreement) -> dict[str, str]:
    """Return a new agreement's cells as in the register's file."""
    values: Mapping[str, str] = {
        "id": row.id,
        "navn": row.name,
        "tjeneste": row.service,
        "form": row.form,
        "ufullstendig": "ja" if row.incomplete else "nei",
        "kilde": SOURCE,
        "sikkerhet": row.confidence,
        "merknad": row.note,
        "deltakere": SEPARATOR.join(row.members),
        "andre": SEPARATOR.join(row.others),
        "erstattet_av": row.succeeded_by,
        "vert": row.host,
        "sete": row.seat,
        "status": row.status,
    }
    return {header: values.get(header, "") for header in AGREEMENTS.headers}
