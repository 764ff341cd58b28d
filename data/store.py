"""Load the register: the one way in.

What cannot be read is left out and told of in `Register.faults`, so that the rest can be used;
only without a vocabulary (municipalities, services, forms) is there nothing to show.
"""

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from data.agreement_rules import check_agreements
from data.change_rules import check_changes
from data.errors import Fault, RegisterError, shown
from data.language import _, get_language
from data.reading import Row, Table, read_table
from data.register import Register
from data.schema import AGREEMENTS, ALONE, CHANGES, SCHEMAS, VOCABULARIES, FileSchema
from data.tables import table as build_table
from data.validation import Vocabulary, check_cells, successors

SHIPPED: Final = Path(__file__).parent / "register"
PACKAGE: Final = "datapackage.json"
_REFERENCES: Final = tuple(c.name for c in AGREEMENTS.columns if c.refers_to == AGREEMENTS.name)
_lock = threading.Lock()


def folder() -> Path:
    """Return where the register lies: `SAMARBEIDSKART_DATA`, else the shipped one."""
    return Path(os.environ.get("SAMARBEIDSKART_DATA") or SHIPPED)


def load(path: Path | None = None) -> Register:
    """Return the register in `path`; read anew only when one of its files has changed.

    Raises
    ------
    RegisterError
        If a vocabulary is missing or damaged.
    """
    path = path or folder()
    with _lock:
        states = tuple(_state(path / name) for name in (*_files(), PACKAGE))
        return _load(path, states, get_language())


def _files() -> tuple[str, ...]:
    return tuple(schema.file for schema in SCHEMAS.values())


def _state(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, -1
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=6)
def _load(path: Path, _states: tuple[tuple[int, int], ...], _language: str) -> Register:
    # Faults are worded when they are found, so each language has a register of its own.
    contents = {name: _content(path / schema.file) for name, schema in SCHEMAS.items()}
    tables = {n: _table(contents[n], schema, schema.file) for n, schema in SCHEMAS.items()}
    checked, faults = check_tables(tables)
    names = {schema.file for schema in VOCABULARIES}
    fatal = [fault for fault in faults if fault.file in names and fault.severity != "W"]
    if fatal:
        raise RegisterError(fatal)
    digest = hashlib.sha256()
    for content in contents.values():
        digest.update(content or b"")
    vocabulary = vocabulary_of(checked)
    frames = {
        name: build_table(SCHEMAS[name], checked[name].rows, vocabulary.replacements())
        for name in SCHEMAS
    }
    return Register.of(
        frames,
        revision=digest.hexdigest()[:16],
        as_of=_as_of(path),
        warnings=tuple(fault for fault in faults if fault.severity == "W"),
        faults=tuple(fault for fault in faults if fault.severity != "W"),
    )


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


def check_tables(tables: Mapping[str, Table]) -> tuple[dict[str, Table], tuple[Fault, ...]]:
    """Return the tables without the rows that cannot be used, and all faults in file order.

    Codes of vocabularies are checked against the rows that the tables hold.
    """
    vocabulary = vocabulary_of(tables)
    faults: list[Fault] = []
    good: dict[str, Table] = {}
    for name, schema in SCHEMAS.items():
        table = tables[name]
        found = list(check_cells(table, schema, vocabulary))
        if schema is AGREEMENTS:
            found += check_agreements(table, vocabulary.replacements())
        if schema is CHANGES:
            found += check_changes(table)
        bad = {fault.line for fault in found if fault.severity != "W"}
        rows = tuple(row for row in table.rows if row.line not in bad)
        if schema is AGREEMENTS:
            rows, loose = _without_loose_ends(rows, table.file)
            found += loose
        good[name] = Table(table.file, rows, table.faults)
        faults += sorted((*table.faults, *found), key=lambda fault: fault.line or 0)
    return good, tuple(faults)


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
    return Vocabulary(codes, successors(changes))


_MONTHS: Final = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)


def _as_of(path: Path) -> str:
    """Return when the register was put together, «november 2026»; nothing where it does not say."""
    try:
        year, month = json.loads((path / PACKAGE).read_text("utf-8"))["created"].split("-")[:2]
        return f"{_MONTHS[int(month) - 1]} {int(year)}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return ""
