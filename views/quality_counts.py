"""Count what is old, missing, uncertain and contradictory among the rows of the register."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final, Literal, NamedTuple, get_args

from analysis.coverage import STATES, coverage
from analysis.selection import ENDED, sort_key
from data.language import get_language
from data.limits import limit
from data.records import Agreement
from data.register import Register
from data.schema import DUTIES
from views.avtaler import asked, chosen
from views.query import Query
from views.switches import in_force
from views.words import region_slug

Kind = Literal["avlost", "forbi", "helhet", "samme", "overlapp"]
# The surest contradiction first.
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
OLD_AFTER: Final = limit("old_years")
"""A source is old when it is so many years older than the register, or has no year."""
_ACTIVE: Final = "aktiv"


class Conflict(NamedTuple):
    """Rows that cannot all be right, or that somebody should look at together.

    Attributes
    ----------
    kind
        «avlost»: it has a successor, and is not ended. «forbi»: its last year is past, and it is
        not ended. «helhet»: it is a part of something that is ended. «samme»: two rows of one
        service have the same members. «overlapp»: two active rows of one service share members.
    rows
        The row, and the other one where there is one.
    shared
        Municipalities that it concerns: the members of a lone row, or of both.
    """

    kind: Kind
    rows: tuple[Agreement, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Quality:
    """What is known of the quality of some rows.

    Attributes
    ----------
    rows
        The rows that are looked at.
    year
        The year of the register, from which a source's age is counted; 0 where it is not known.
    old
        Rows with an old source, the oldest first; those without a year first of all.
    missing
        Rows whose members are not all named, those that name nobody first.
    uncertain
        Rows of confidence C, oldest source first.
    conflicts
        By kind, the surest first.
    codes, services
        Municipalities and services whose cells are looked at.
    unanswered
        Of each such municipality: services that nobody has answered for, by duty class.
    """

    rows: tuple[Agreement, ...]
    year: int
    old: tuple[Agreement, ...]
    missing: tuple[Agreement, ...]
    uncertain: tuple[Agreement, ...]
    conflicts: tuple[Conflict, ...]
    codes: tuple[str, ...]
    services: tuple[str, ...]
    unanswered: Mapping[str, tuple[str, ...]]


def quality(register: Register, query: Query) -> Quality:
    """Return the quality of the rows that `query` leaves, and of the cells that it asks about."""
    switches = in_force(query)
    return _quality(register, asked(query).but(avsluttet=switches.avsluttet), get_language())


@lru_cache(maxsize=8)
def _quality(register: Register, query: Query, _language: str) -> Quality:
    rows = chosen(register, query).rows
    year = year_of(register)
    found = unanswered(register, query)
    return Quality(
        rows=rows,
        year=year,
        old=tuple(sorted((r for r in rows if is_old(r, year)), key=_oldest)),
        missing=tuple(
            sorted(
                (r for r in rows if lacks_members(r)),
                key=lambda r: (len(r.members), sort_key(r.name)),
            )
        ),
        uncertain=tuple(sorted((r for r in rows if r.confidence == "C"), key=_oldest)),
        conflicts=conflicts(rows, register, year),
        codes=tuple(found),
        services=_services(register, query),
        unanswered=found,
    )


def year_of(register: Register) -> int:
    """Return the year that the register holds for: its own, or that of its newest source."""
    last = register.as_of.rpartition(" ")[2]
    if last.isascii() and last.isdigit():
        return int(last)
    return max((row.source_year or 0 for row in register.agreement_records), default=0)


def is_old(row: Agreement, year: int) -> bool:
    """Return whether a row's newest source is old, or of no known year."""
    return row.source_year is None or row.source_year <= year - OLD_AFTER


def lacks_members(row: Agreement) -> bool:
    """Return whether a row names nobody, or says itself that it does not name all."""
    return row.incomplete or not row.members


def conflicts(rows: Iterable[Agreement], register: Register, year: int) -> tuple[Conflict, ...]:
    """Return what contradicts itself or another among `rows`; ended rows contradict nobody.

    Two rows are never held against each other where one followed the other, or where both
    belong to the same whole.
    """
    running = [row for row in rows if row.status != ENDED]
    found = [
        Conflict(kind, (row,), row.members)
        for row in running
        for kind in _alone(row, register, year)
    ]
    groups: dict[str, list[Agreement]] = defaultdict(list)
    for row in running:
        if row.members:
            groups[row.service].append(row)
    for group in groups.values():
        found += _between(group, register)
    return tuple(sorted(found, key=lambda conflict: _order(conflict, register)))


def _alone(row: Agreement, register: Register, year: int) -> Iterable[Kind]:
    if row.succeeded_by:
        yield "avlost"
    if row.end is not None and row.end < year:
        yield "forbi"
    whole = register.agreement_by_id.get(row.part_of)
    if whole is not None and whole.status == ENDED:
        yield "helhet"


def _between(group: list[Agreement], register: Register) -> Iterable[Conflict]:
    """Give the pairs of one service that have the same members, or share some."""
    members = {row.id: frozenset(row.members) for row in group}
    wholes = {row.id: _outermost(row, register) for row in group}
    for pair in combinations(sorted(group, key=lambda r: (sort_key(r.name), r.id)), 2):
        a, b = pair
        both = members[a.id] & members[b.id]
        if not both or wholes[a.id] == wholes[b.id]:
            continue
        if b.id == a.succeeded_by or a.id == b.succeeded_by:
            continue
        shared = tuple(code for code in a.members if code in both)
        if members[a.id] == members[b.id] and len(both) > 1:
            yield Conflict("samme", pair, shared)
        elif a.status == b.status == _ACTIVE:
            yield Conflict("overlapp", pair, shared)


def _outermost(row: Agreement, register: Register) -> str:
    """Return the id of the whole that a row belongs to, whatever its service; else its own."""
    passed = {row.id}
    while row.part_of and row.part_of not in passed:
        parent = register.agreement_by_id.get(row.part_of)
        if parent is None:
            break
        passed.add(parent.id)
        row = parent
    return row.id


def _order(conflict: Conflict, register: Register) -> tuple[int, int, float, str]:
    """Sort by kind; then two bodies before looser ties, the most alike first, then by name."""
    loose = sum(register.form_by_code[row.form].binding != "organ" for row in conflict.rows)
    every = len({code for row in conflict.rows for code in row.members})
    likeness = len(conflict.shared) / every if every else 0.0
    return KINDS.index(conflict.kind), loose, -likeness, sort_key(conflict.rows[0].name)


def unanswered(register: Register, query: Query) -> dict[str, tuple[str, ...]]:
    """Return, of each municipality asked about, the services that nobody has answered for."""
    services = _services(register, query)
    found = coverage(register, in_force(query), services)
    open_ = found.state == STATES.index("ikke-registrert")
    places = register.municipality_by_code
    lines = dict(zip(found.codes, open_.tolist(), strict=True))
    return {
        code: tuple(service for service, lacks in zip(services, lines[code], strict=True) if lacks)
        for code in sorted(lines, key=lambda code: sort_key(places[code].name))
        if (not query.kommune or code in query.kommune)
        and (not query.region or region_slug(places[code].region) in query.region)
    }


def _services(register: Register, query: Query) -> tuple[str, ...]:
    """Return the services asked about that are a municipal duty, by duty class."""
    every = register.service_by_code.values()
    duties = [
        s
        for s in every
        if s.not_municipal_since is None and (not query.tjeneste or s.code in query.tjeneste)
    ]
    ranked = sorted(duties, key=lambda s: (DUTIES.index(s.duty), sort_key(s.name)))
    return tuple(s.code for s in ranked)


def _oldest(row: Agreement) -> tuple[int, str]:
    return row.source_year or 0, sort_key(row.name)
