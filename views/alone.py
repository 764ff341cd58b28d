"""«Vi gjør det alene»: what a municipality has answered, and what nobody has answered yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.selection import ENDED, sort_key
from data.database.changes import Change, Stored
from data.errors import Fault
from data.intake.names import vocabulary_of
from data.language import _
from data.reading import Row
from data.reading import Table as FileTable
from data.records import Service
from data.register import Register
from data.schema import ALONE, FAMILIES
from data.validation import check_cells
from views.view import Table
from views.words import number

_LINE = 1


@dataclass(frozen=True)
class Answers:
    """What is known of one municipality's services.

    Attributes
    ----------
    open
        By family, the services that no agreement and no answer covers.
    shared
        Services that the municipality cooperates on, by name.
    answered
        Services answered before, by name.
    """

    open: Mapping[str, tuple[Service, ...]]
    shared: tuple[Service, ...]
    answered: tuple[Service, ...]


def answers(code: str, register: Register) -> Answers:
    """Return what the municipality has answered, and what it may still answer."""
    shared = {
        row.service
        for row in register.agreement_records
        if code in row.members and row.status != ENDED
    }
    answered = {row.service for row in register.alone_records if row.municipality == code}
    named = sorted(register.service_by_code.values(), key=lambda s: sort_key(s.name))
    rest = [s for s in named if s.code not in shared | answered and s.not_municipal_since is None]
    by_family = {f: tuple(s for s in rest if s.family == f) for f in FAMILIES}
    return Answers(
        {family: found for family, found in by_family.items() if found},
        tuple(s for s in named if s.code in shared - answered),
        tuple(s for s in named if s.code in answered),
    )


def overview(register: Register) -> Table:
    """Return for each municipality of the county how much is known, the least known first."""
    lines = []
    for code in register.county_codes:
        found = answers(code, register)
        waiting = sum(map(len, found.open.values()))
        name = register.municipality_by_code[code].name
        counts = (waiting, len(found.shared), len(found.answered))
        lines.append((waiting, (name, *map(number, counts))))
    lines.sort(key=lambda line: -line[0])
    heads = (_("Kommune"), _("Ikke besvart"), _("Samarbeider"), _("Svart «alene»"))
    return Table(_("Hva vet vi om tjenestene?"), heads, tuple(row for _n, row in lines))


def rows(
    code: str, services: Iterable[str], source: str, url: str, year: str, note: str
) -> tuple[dict[str, str], ...]:
    """Return one row of alene.csv for each service."""
    given = {
        "kommune": code,
        "svar": "alene",
        "kilde": source,
        "kilde_url": url,
        "kilde_år": year,
        "merknad": note,
    }
    return tuple({name: {**given, "tjeneste": s}[name] for name in ALONE.headers} for s in services)


def faults(cells: Sequence[Mapping[str, str]], register: Register) -> tuple[Fault, ...]:
    """Return what is wrong with the answers; source and year are required of them all."""
    table = FileTable("", tuple(Row(_LINE + i, row) for i, row in enumerate(cells)))
    found = list(check_cells(table, ALONE, vocabulary_of(register)))
    if cells and not cells[0]["kilde_år"]:
        message = _("«{column}» mangler.").format(column="kilde_år")
        found.append(Fault("", _LINE, "kilde_år", "MANGLER", message))
    # The same source stands in every row: each fault is told once.
    return tuple({fault.message: fault for fault in found}.values())


def as_changes(
    cells: Sequence[Mapping[str, str]], stored: Mapping[tuple[str, ...], Stored]
) -> tuple[Change, ...]:
    """Return the answers as changes; one given before is written over in its version."""
    found = []
    for row in cells:
        key = (row["kommune"], row["tjeneste"])
        found.append(Change("alene", key, row, stored[key].version if key in stored else None))
    return tuple(found)
