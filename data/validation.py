"""Check the cells and rows of a register file against its schema and the vocabularies in force."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from data.cell_rules import Finding, bad_id, findings
from data.errors import Fault, shown
from data.hints import Hints, slug
from data.language import _
from data.reading import Row, Table
from data.schema import AGREEMENTS, Column, FileSchema
from data.tables import Codes, split_list
from data.vocabulary import Vocabulary, successors

__all__ = ["Vocabulary", "check_cells", "check_keys", "check_rows", "row_key", "successors"]

_WHEN_EMPTY: Final[Mapping[str, str]] = {
    "ufullstendig": "nei",
    "status": "ukjent",
    "form": "ukjent",
    "svar": "alene",
}
"""What may be suggested for a required cell that nobody has filled."""


def check_cells(table: Table, schema: FileSchema, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Give the faults of every cell, and of keys that stand twice, in the order of the rows."""
    doubles: dict[int, list[Fault]] = {}
    for fault in check_keys(table, schema, vocabulary.replacements):
        doubles.setdefault(fault.line or 0, []).append(fault)
    hints = Hints(vocabulary)
    for row in table.rows:
        yield from _check_row(row, schema, table.file, hints)
        yield from doubles.pop(row.line, ())


def check_rows(
    rows: Iterable[Row], schema: FileSchema, vocabulary: Vocabulary, file: str
) -> Iterator[Fault]:
    """Give the faults of every cell of the rows."""
    hints = Hints(vocabulary)
    for row in rows:
        yield from _check_row(row, schema, file, hints)


def check_keys(table: Table, schema: FileSchema, replacements: Codes) -> Iterator[Fault]:
    """Give a fault for each row whose key another row has too, whatever its case.

    Old municipality codes count as the ones in `replacements` that took their place.
    """
    lines: dict[tuple[str, ...], list[int]] = {}
    for row in table.rows:
        lines.setdefault(row_key(row.cells, schema, replacements), []).append(row.line)
    for key, found in lines.items():
        if len(found) < 2 or not any(key):
            continue
        for line in found:
            others = ", ".join(str(other) for other in found if other != line)
            text = _("«{key}» står også på linje {line}.")
            message = text.format(key=shown(" ".join(key)), line=shown(others))
            yield Fault(table.file, line, schema.key[0], "ID_DOBBEL", message)


def row_key(cells: Mapping[str, str], schema: FileSchema, replacements: Codes) -> tuple[str, ...]:
    """Return what two rows may not have in common."""
    names = [column for column in schema.columns if column.name in schema.key]
    found = {}
    for column in names:
        cell = cells[column.name]
        # Only what refers to municipalities: the steps between them are told by their old codes.
        today = replacements.get(cell, cell) if column.refers_to == "kommuner" else cell
        found[column.name] = unicodedata.normalize("NFC", today.casefold())
    return tuple(found[name] for name in schema.key)


def _check_row(row: Row, schema: FileSchema, file: str, hints: Hints) -> Iterator[Fault]:
    for column in schema.columns:
        cell = row.cells[column.name]
        if cell:
            for found in findings(cell, column, hints):
                where = _("«{column}» er «{value}»: {message}").format(
                    column=column.name, value=shown(cell), message=found.message
                )
                yield _fault(row, column, file, cell, found._replace(message=where))
        elif column.required:
            yield _missing(row, column, file, hints)
    if schema is AGREEMENTS:
        yield from _check_sources(row, file)


def _fault(row: Row, column: Column, file: str, cell: str | None, found: Finding) -> Fault:
    return Fault(
        *(file, row.line, column.name, found.code, found.message),
        *(cell, found.accepted, found.severity, found.suggestion),
    )


def _missing(row: Row, column: Column, file: str, hints: Hints) -> Fault:
    """Return the fault of a required cell that is empty; an id may be made from the name."""
    message = _("«{column}» mangler.").format(column=column.name)
    if column.kind == "id":
        guess = hints.free(slug(row.cells.get("navn", "")))
        found = bad_id(guess)
        return _fault(row, column, file, None, found._replace(message=f"{message} {found.message}"))
    guess = _WHEN_EMPTY.get(column.name)
    return _fault(row, column, file, None, Finding("MANGLER", message, suggestion=guess))


def _check_sources(row: Row, file: str) -> Iterator[Fault]:
    """Check that sources and addresses are parallel lists, where both are filled."""
    urls = split_list(row.cells["kilde_url"])
    if urls and len(urls) != len(split_list(row.cells["kilde"])):
        message = _("«kilde» har {n} kilder, men «kilde_url» har {m} adresser.").format(
            n=len(split_list(row.cells["kilde"])), m=len(urls)
        )
        yield Fault(file, row.line, "kilde_url", "KILDE_ANTALL", message)
