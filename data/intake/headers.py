"""Find the headers of a table that was sent in, and make a table of the rows below them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from data.errors import Fault
from data.language import _, mark
from data.limits import limit
from data.reading import (
    Fatal,
    Record,
    Table,
    clean_text,
    fatal_fault,
    match_headers,
    rows_of,
    too_many_rows,
)
from data.schema import AGREEMENTS, ALONE, FileSchema

VERSION: Final = "versjon"
"""The column that says which version of the row was exported; it may be left out."""

HELPER: Final = "("
"""How the header of a column begins that only helps the reader, as names beside codes do."""

TABLES: Final = (AGREEMENTS, ALONE)

_ALL: Final = frozenset((*AGREEMENTS.headers, *ALONE.headers, VERSION))
_BAD_CELLS: Final = {
    "CELLE_FORMEL": mark(
        "«{column}» har en formel som regnearket ikke har regnet ut. Åpne arket, lagre og prøv "
        "igjen, eller skriv verdien."
    ),
    "CELLE_FEIL": mark("«{column}» har en feilverdi fra regnearket, som #REF! eller #N/A."),
}


class Made(NamedTuple):
    """The table that records gave, which file's it is, and notes about how it was found."""

    schema: FileSchema
    table: Table
    notes: tuple[Fault, ...]


def known(cells: Iterable[str]) -> set[str]:
    """Return which of the cells are headers of the register."""
    return {name for cell in cells if (name := clean_text(cell).strip().casefold()) in _ALL}


def has_headers(cells: Iterable[str]) -> bool:
    """Tell whether the cells hold all the headers that a table must have filled."""
    found = known(cells)
    return any(_required(schema) <= found for schema in TABLES)


def make_table(
    records: Iterator[Record], file: str, schema: FileSchema | None = None, *, pad: bool = False
) -> Made:
    """Make a table of records whose headers stand in one of the first rows.

    `schema` is the file's when it is known; otherwise the headers decide. With `pad`, rows that
    end before the headers do are filled up with empty cells. Raises Fatal.
    """
    top = list(islice(records, limit("header_rows")))
    if not top:
        raise Fatal(fatal_fault(file, None, "FIL_TOM", _("Filen er tom.")))
    index = _header_row(top, schema)
    head = top[index]
    schema = schema or _schema_of(known(head.cells))
    helpers = {i for i, name in enumerate(head.cells) if name.startswith(HELPER)}
    body = _body(chain(top[index + 1 :], records), helpers, file)
    width = len(head.cells)
    if pad:
        body = [_padded(record, width) for record in body]
    names = _names(head, body, helpers, schema, file)
    good = (record for record in body if not any(names[i : i + 1] != [""] for i in record.bad))
    table = rows_of(good, names, head.line, file)
    bad = [fault for record in body for fault in _bad_cells(record, names, file)]
    if bad:
        faults = [fault for fault in table.faults if fault.code != "INGEN_RADER"] + bad
        table = Table(file, table.rows, tuple(sorted(faults, key=lambda fault: fault.line or 0)))
    if table.fatal:
        raise Fatal(*table.faults)
    return Made(schema, table, _found_at(top, index, file))


def _required(schema: FileSchema) -> set[str]:
    return {column.name for column in schema.columns if column.required}


def _header_row(top: Sequence[Record], schema: FileSchema | None) -> int:
    """Return the first row with all required headers, else the one with the most headers."""
    schemas = (schema,) if schema else TABLES
    found = [known(record.cells) for record in top]
    for index, names in enumerate(found):
        if any(_required(one) <= names for one in schemas):
            return index
    return max(range(len(top)), key=lambda index: (len(found[index]), -index))


def _schema_of(found: set[str]) -> FileSchema:
    """Return the file that the headers belong to, by those that no other file has."""
    alone = set(ALONE.headers) - set(AGREEMENTS.headers)
    agreements = set(AGREEMENTS.headers) - set(ALONE.headers)
    share = len(found & alone) / len(alone), len(found & agreements) / len(agreements)
    return ALONE if share[0] > share[1] else AGREEMENTS


def _body(records: Iterable[Record], helpers: Collection[int], file: str) -> list[Record]:
    """Return the rows that hold something outside the helper columns; raise Fatal if too many."""
    body: list[Record] = []
    for record in records:
        filled = (i for i, cell in enumerate(record.cells) if cell or i in record.bad)
        if all(i in helpers for i in filled):
            continue
        body.append(record)
        if len(body) > limit("rows"):
            raise Fatal(too_many_rows(record.line, file))
    return body


def _padded(record: Record, width: int) -> Record:
    missing = width - len(record.cells)
    return record if missing <= 0 else record._replace(cells=[*record.cells, *[""] * missing])


def _names(
    head: Record, body: Sequence[Record], helpers: Collection[int], schema: FileSchema, file: str
) -> list[str]:
    """Return a header for each column, empty for those that are passed over; raise Fatal."""
    passed = set(helpers)
    for i, name in enumerate(head.cells):
        if not name and not any(len(r.cells) > i and (r.cells[i] or i in r.bad) for r in body):
            passed.add(i)
    wanted = [i for i in range(len(head.cells)) if i not in passed]
    matched = match_headers([head.cells[i] for i in wanted], head.line, schema, file, (VERSION,))
    names = [""] * len(head.cells)
    for i, name in zip(wanted, matched, strict=True):
        names[i] = name
    return names


def _bad_cells(record: Record, names: Sequence[str], file: str) -> Iterator[Fault]:
    for i, code in record.bad.items():
        column = names[i] if i < len(names) else "?"
        if column:
            words = _BAD_CELLS[code]
            yield Fault(file, record.line, column, code, _(words).format(column=column))


def _found_at(top: Sequence[Record], index: int, file: str) -> tuple[Fault, ...]:
    if not index:
        return ()
    line = top[index].line
    message = _("Overskriftene ble funnet på rad {line}; radene over er hoppet over.").format(
        line=line
    )
    return (Fault(file, line, None, "OVERSKRIFT_FUNNET", message, severity="W"),)
