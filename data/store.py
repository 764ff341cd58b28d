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
from data.errors import Fault, RegisterError
from data.language import _
from data.reading import Table, read_table
from data.register import Register
from data.schema import AGREEMENTS, ALONE, CHANGES, SCHEMAS, VOCABULARIES, FileSchema
from data.tables import table as build_table
from data.validation import Vocabulary, check_cells, successors

SHIPPED: Final = Path(__file__).parent / "register"
PACKAGE: Final = "datapackage.json"
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
        return _load(path, tuple(_state(path / name) for name in (*_files(), PACKAGE)))


def _files() -> tuple[str, ...]:
    return tuple(schema.file for schema in SCHEMAS.values())


def _state(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, -1
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _load(path: Path, _states: tuple[tuple[int, int], ...]) -> Register:
    tables = {name: read_file(path / schema.file, schema) for name, schema in SCHEMAS.items()}
    checked, faults = check_tables(tables)
    names = {schema.file for schema in VOCABULARIES}
    fatal = [fault for fault in faults if fault.file in names and fault.severity != "W"]
    if fatal:
        raise RegisterError(fatal)
    digest = hashlib.sha256()
    for name in _files():
        digest.update((path / name).read_bytes() if (path / name).is_file() else b"")
    vocabulary = vocabulary_of(checked)
    frames = {
        name: build_table(SCHEMAS[name], checked[name].rows, vocabulary.replacements())
        for name in SCHEMAS
    }
    return Register(
        agreements=frames["avtaler"],
        alone=frames["alene"],
        services=frames["tjenester"],
        forms=frames["former"],
        municipalities=frames["kommuner"],
        changes=frames["kommuneendringer"],
        revision=digest.hexdigest()[:16],
        as_of=_as_of(path),
        warnings=tuple(fault for fault in faults if fault.severity == "W"),
        faults=tuple(fault for fault in faults if fault.severity != "W"),
    )


def read_file(path: Path, schema: FileSchema) -> Table:
    """Read one file of the register; one that cannot be opened is a table with a fault."""
    try:
        data = path.read_bytes()
    except OSError:
        message = _("Filen kan ikke åpnes: den mangler, eller mangler lesetilgang.")
        return Table(
            path.name, faults=(Fault(path.name, None, None, "FIL_MANGLER", message, severity="F"),)
        )
    return read_table(data, schema, path.name)


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
            found += check_agreements(table)
        bad = {fault.line for fault in found if fault.severity != "W"}
        rows = tuple(row for row in table.rows if row.line not in bad)
        good[name] = Table(table.file, rows, table.faults)
        faults += sorted((*table.faults, *found), key=lambda fault: fault.line or 0)
    return good, tuple(faults)


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
