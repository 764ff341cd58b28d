"""Compare the rows of a file with the stored ones, cell by cell in the register's normal form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from data.database.changes import Key, Stored
from data.errors import Fault
from data.intake.cleaning import tidy
from data.intake.headers import VERSION
from data.intake.names import Names
from data.intake.values import plain
from data.language import _
from data.reading import Row, Table
from data.schema import SEPARATOR, Column, FileSchema
from data.tables import Codes, modern_codes, split_list
from data.vocabulary import Vocabulary

Kind = Literal["new", "changed", "unchanged", "conflict"]

_NO_NAMES: Final = Names()


class Difference(NamedTuple):
    """One cell that differs: what the register has, and what the file has."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Planned:
    """One row of the file, and what it would do.

    `stored` is the row as it stands in the register, None for a new one; `seen` is the version
    that the file says it was made from, None where it says nothing. `faulty` is whether the row
    has a fault that keeps it from being saved.
    """

    table: str
    key: Key
    line: int
    kind: Kind
    cells: Mapping[str, str]
    stored: Stored | None = None
    seen: int | None = None
    differences: tuple[Difference, ...] = ()
    faulty: bool = False

    def refused(self, mask: Callable[[str], str]) -> "Planned":
        """Return the row as one with a fault: its cells are masked, to be shown and never saved."""
        differences = (Difference(d.column, d.before, mask(d.after)) for d in self.differences)
        cells = {name: mask(cell) for name, cell in self.cells.items()}
        key = tuple(mask(part) for part in self.key)
        found = tuple(differences)
        return replace(self, key=key, cells=cells, differences=found, faulty=True)


def compared(
    table: Table, schema: FileSchema, stored: Sequence[Stored], replacements: Codes
) -> tuple[list[Planned], list[Fault]]:
    """Return what each row of the file would do, and the faults of its version.

    Old municipality codes count as the ones in `replacements` that took their place.
    """
    standing = {row.key: row for row in stored}
    headers = schema.headers
    found: list[Planned] = []
    faults: list[Fault] = []
    for row in table.rows:
        key = tuple(row.cells[name] for name in schema.key)
        seen, said = _version(row, table.file)
        faults += said
        cells = {name: row.cells[name] for name in headers}
        now = standing.get(key)
        differences = _differences(cells, now, schema, replacements) if now else ()
        if now:
            # Only what is shown as different is saved: a cell that says the same stays as it was.
            cells = {name: now.cells.get(name) or "" for name in headers}
            cells |= {d.column: d.after for d in differences}
        if not now and seen is not None and not said:
            faults.append(_no_such_row(row, table.file, schema))
        kind = _kind(now, seen, differences)
        found.append(Planned(schema.name, key, row.line, kind, cells, now, seen, differences))
    return found, faults


def waits(planned: Planned, schema: FileSchema, vocabulary: Vocabulary) -> bool:
    """Tell whether a row would bring in an old municipality that nobody has answered for."""
    changed = {d.column for d in planned.differences} if planned.stored else set(schema.headers)
    return any(
        vocabulary.today(code)
        for column in schema.columns
        if column.refers_to == "kommuner" and column.name in changed
        for code in split_list(planned.cells[column.name])
    )


def _kind(now: Stored | None, seen: int | None, differences: Sequence[Difference]) -> Kind:
    if now is None:
        return "new"
    if not differences:
        return "unchanged"
    return "changed" if seen in (None, now.version) else "conflict"


def _version(row: Row, file: str) -> tuple[int | None, list[Fault]]:
    cell = row.cells.get(VERSION, "")
    if not cell:
        return None, []
    if cell.isascii() and cell.isdigit() and len(cell) <= 9:
        return int(cell), []
    message = _("«{column}» er satt av programmet. La cella være som den var, eller tøm den.")
    fault = Fault(
        *(file, row.line, VERSION, "VERSJON_UGYLDIG", message.format(column=VERSION)), value=cell
    )
    return None, [fault]


def _no_such_row(row: Row, file: str, schema: FileSchema) -> Fault:
    message = _(
        "Raden har en versjon, men registeret har den ikke: den er slettet siden fila ble laget, "
        "eller den er ny og laget av en kopi. Den legges til som ny."
    )
    return Fault(file, row.line, schema.key[0], "VERSJON_UTEN_RAD", message, severity="W")


def _differences(
    cells: Mapping[str, str], now: Stored, schema: FileSchema, replacements: Codes
) -> tuple[Difference, ...]:
    found = []
    for column in schema.columns:
        before, after = now.cells.get(column.name) or "", cells[column.name]
        if before != after and normal(before, column, replacements) != normal(
            after, column, replacements
        ):
            found.append(Difference(column.name, before, after))
    return tuple(found)


def normal(cell: str, column: Column, replacements: Codes) -> str:
    """Return what two cells have in common that say the same."""
    if not cell:
        return ""
    if column.kind == "codes":
        return SEPARATOR.join(modern_codes(cell, replacements))
    if column.refers_to == "kommuner":
        return replacements.get(cell, cell)
    return tidy(plain(cell), column, _NO_NAMES)
