"""Read the six files of a register's folder; what cannot be read is left out and told of."""

import hashlib
import json
import os
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from data.agreement_rules import check_circles, check_wholes
from data.change_rules import check_changes
from data.errors import Fault, shown
from data.language import _
from data.reading import Row, Table, read_table
from data.schema import AGREEMENTS, ALONE, CHANGES, SCHEMAS, VOCABULARIES, FileSchema
from data.validation import check_keys, check_rows
from data.vocabulary import Vocabulary, successors

SHIPPED: Final = Path(__file__).parent / "register"
PACKAGE: Final = "datapackage.json"
KEPT: Final = (AGREEMENTS.name, ALONE.name)
"""The files whose rows the store keeps; the others, vocabularies, are read where they lie."""
_REFERENCES: Final = tuple(c.name for c in AGREEMENTS.columns if c.refers_to == AGREEMENTS.name)

State = tuple[tuple[int, int], ...]
"""When each file was last written (ns) and its size (bytes); size −1 where there is none."""


@dataclass(frozen=True, eq=False)
class Contents:
    """What a folder holds: its tables as they stand, and a digest of the rows that are kept."""

    tables: Mapping[str, Table]
    digest: str
    as_of: str

    @cached_property
    def whole(self) -> bool:
        """Whether the kept files could be read without a fault that leaves something out."""
        checked = check_tables(self.tables)[1]
        names = {SCHEMAS[name].file for name in KEPT}
        return not any(fault.severity != "W" for fault in checked if fault.file in names)


def folder() -> Path:
    """Return where the register lies: `SAMARBEIDSKART_DATA`, else the shipped one."""
    return Path(os.environ.get("SAMARBEIDSKART_DATA") or SHIPPED)


def state(path: Path) -> State:
    """Return what tells whether a file of the folder has changed."""
    return tuple(_state(path / name) for name in (*(s.file for s in SCHEMAS.values()), PACKAGE))


def _state(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, -1
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=6)
def read_folder(path: Path, _state: State, _language: str) -> Contents:
    """Return what the files of a folder hold; faults are worded in the language in force."""
    contents = {name: _content(path / schema.file) for name, schema in SCHEMAS.items()}
    tables = {n: _table(contents[n], schema, schema.file) for n, schema in SCHEMAS.items()}
    digest = hashlib.sha256()
    for content in contents.values():
        digest.update(hashlib.sha256(content or b"").digest())
    return Contents(tables, digest.hexdigest()[:16], _as_of(path))


def read_file(path: Path, schema: FileSchema) -> Table:
    """Read one file of the register; one that cannot be opened is a table with a fault."""
    return _table(_content(path), schema, path.name)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _table(content: bytes | None, schema: FileSchema, name: str) -> Table:
    if content is None:
        message = _("Filen kan ikke åpnes: den mangler, eller mangler lesetilgang.")
        return Table(name, faults=(Fault(name, None, None, "FIL_MANGLER", message, severity="F"),))
    return read_table(content, schema, name)


def check_tables(
    tables: Mapping[str, Table], known: Mapping[str, Container[int]] = MappingProxyType({})
) -> tuple[dict[str, Table], tuple[Fault, ...]]:
    """Return the tables without the rows that cannot be used, and all faults in file order.

    Codes of vocabularies are checked against the rows of vocabularies that can be used. `known` are
    lines, by table, of rows that have been found good under these vocabularies before: what no
    other row can change is not looked at again.
    """
    names = [schema.name for schema in VOCABULARIES]
    first = {name: _check_table(name, tables[name], Vocabulary())[0] for name in names}
    vocabulary = vocabulary_of({**tables, **first})
    faults: list[Fault] = []
    good: dict[str, Table] = {}
    for name in SCHEMAS:
        good[name], found = _check_table(name, tables[name], vocabulary, known.get(name, ()))
        faults += found
    return good, tuple(faults)


def _check_table(
    name: str, table: Table, vocabulary: Vocabulary, known: Container[int] = ()
) -> tuple[Table, list[Fault]]:
    """Return a table without the rows that cannot be used, and its faults in line order."""
    schema = SCHEMAS[name]
    replacements = vocabulary.replacements
    unknown = [row for row in table.rows if row.line not in known]
    found = list(check_rows(unknown, schema, vocabulary, table.file))
    found += check_keys(table, schema, replacements)
    if schema is AGREEMENTS:
        found += check_wholes(unknown, table.file, replacements)
        by_id = {row.cells["id"]: row.cells for row in table.rows}
        found += check_circles(table.rows, table.file, by_id)
    if schema is CHANGES:
        found += check_changes(table)
    bad = {fault.line for fault in found if fault.severity != "W"}
    rows = tuple(row for row in table.rows if row.line not in bad)
    if schema is AGREEMENTS:
        rows, loose = _without_loose_ends(rows, table.file)
        found += loose
    ordered = sorted((*table.faults, *found), key=lambda fault: fault.line or 0)
    return Table(table.file, rows, table.faults), ordered


def _without_loose_ends(rows: tuple[Row, ...], file: str) -> tuple[tuple[Row, ...], list[Fault]]:
    """Empty the references to agreements that were left out, and warn of each."""
    known = {row.cells["id"] for row in rows}
    kept: list[Row] = []
    faults: list[Fault] = []
    for row in rows:
        loose = [c for c in _REFERENCES if row.cells[c] and row.cells[c] not in known]
        for column in loose:
            message = _("«{column}» viser til «{id}», som er utelatt på grunn av feil.").format(
                column=column, id=shown(row.cells[column])
            )
            faults.append(
                Fault(file, row.line, column, "HENVISNING_UTELATT", message, severity="W")
            )
        kept.append(Row(row.line, {**row.cells, **dict.fromkeys(loose, "")}) if loose else row)
    return tuple(kept), faults


def vocabulary_of(tables: Mapping[str, Table]) -> Vocabulary:
    """Return the codes that the tables hold."""
    codes = {
        name: frozenset(row.cells[schema.key[0]] for row in tables[name].rows)
        for name, schema in SCHEMAS.items()
        if schema not in (ALONE, CHANGES)
    }
    changes = tables["kommuneendringer"].rows
    names = {
        schema.name: {
            row.cells[schema.key[0]]: row.cells["navn"] for row in tables[schema.name].rows
        }
        for schema in VOCABULARIES
    }
    return Vocabulary(codes, successors(changes), names)


def _months() -> tuple[str, ...]:
    first = (_("januar"), _("februar"), _("mars"), _("april"), _("mai"), _("juni"))
    last = (_("juli"), _("august"), _("september"), _("oktober"), _("november"), _("desember"))
    return (*first, *last)


def _as_of(path: Path) -> str:
    """Return when the register was put together, «november 2026»; nothing where it does not say."""
    try:
        year, month = json.loads((path / PACKAGE).read_text("utf-8"))["created"].split("-")[:2]
        return f"{_months()[int(month) - 1]} {int(year)}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return ""
