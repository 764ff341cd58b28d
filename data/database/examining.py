"""Check a backup before it is used: on a copy, so that the file itself is never touched."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from data.agreement_rules import check_agreements
from data.database import model, queries
from data.database.checks import check_bytes, check_sqlite
from data.database.driver import told
from data.database.engines import reading, sqlite_connection, sqlite_engine, writing
from data.database.errors import (
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
)
from data.database.migrating import upgrade
from data.database.summing import Summary, apart_from_history, sum_up
from data.errors import Fault, shown
from data.language import _, ngettext
from data.reading import Row, Table
from data.schema import AGREEMENTS
from data.validation import Vocabulary, check_cells

_WHOLE: Final = "ok"


def examine(file: Path, work: Path, vocabulary: Vocabulary) -> Summary:
    """Copy a backup to `work`, check all of it there, bring it up to date, and sum it up.

    Raises
    ------
    StoreError
        LAGER_KOPI_MANGLER, LAGER_KOPI_SKADET, LAGER_KOPI_FREMMED or LAGER_KOPI_FOR_NY, if it
        cannot be used; another code, if the copy cannot be made.
    """
    file = Path(os.path.abspath(file))  # noqa: PTH100 — a link in the path is kept as it is
    if not file.is_file():
        words = _("Fant ikke sikkerhetskopien {name} i {folder}. Ingenting er endret. Sjekk stien.")
        message = words.format(name=shown(file.name), folder=shown(str(file.parent)))
        raise StoreError("LAGER_KOPI_MANGLER", message)
    try:
        with told():
            check_bytes(file)
            _copy(file, work)
            _check(work)
            engine = sqlite_engine(work, pooled=False)
            with reading(engine) as connection:
                _check_cells(connection)
                warnings = tuple(_warnings(connection, vocabulary))
                return sum_up(connection, file, warnings)
    except StoreTooNew as error:
        message = _(
            "{name} er laget av en nyere utgave av programmet. Ingenting er endret. "
            "Oppdater programmet først."
        )
        code = "LAGER_KOPI_FOR_NY"
        raise StoreError(code, message.format(name=shown(file.name))) from error
    except (StoreDamaged, StoreMissing) as error:
        raise damaged(file, alien=error.code == "LAGER_FREMMED") from error


def damaged(file: Path, *, alien: bool = False) -> StoreError:
    """Return the error that says that a file is no backup to build on."""
    if alien:
        message = _("{name} er ingen sikkerhetskopi av registeret. Ingenting er endret.")
        return StoreError("LAGER_KOPI_FREMMED", message.format(name=shown(file.name)))
    message = _("{name} er skadet og kan ikke brukes. Ingenting er endret. Velg en annen kopi.")
    return StoreError("LAGER_KOPI_SKADET", message.format(name=shown(file.name)))


def _copy(file: Path, work: Path) -> None:
    """Copy what the file holds, its `-wal` included; the copy needs nothing beside it."""
    with contextlib.closing(_opened(file)) as source, contextlib.closing(connect(work)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def _opened(file: Path) -> sqlite3.Connection:
    """Open a file as it lies, where nobody writes to it; then nothing is made beside it."""
    wal = file.with_name(f"{file.name}-wal")
    if not wal.exists():
        return sqlite_connection(file, mode="ro", immutable=True)
    try:
        connection = sqlite_connection(file, mode="ro")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        if wal.stat().st_size:  # rows would be lost
            raise StoreReadOnly from None
        return sqlite_connection(file, mode="ro", immutable=True)
    return connection


def connect(file: Path) -> sqlite3.Connection:
    """Open a file of our own making, which nobody else knows of."""
    return sqlite3.connect(file)


def _check(work: Path) -> None:
    """Check the whole file, page by page, and bring it to the form that the program knows."""
    engine = sqlite_engine(work, pooled=False, foreign_keys=False)
    with reading(engine) as connection:
        version = check_sqlite(connection)
        if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one() != _WHOLE:
            raise StoreDamaged
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StoreDamaged
    if version != model.LATEST:
        with writing(engine) as connection:
            upgrade(connection)
            check_sqlite(connection)


def _check_cells(connection: Connection) -> None:
    """Check that every cell is of the kind that its column has: PostgreSQL would not take it."""
    for table in model.metadata.tables.values():
        kinds = [column.type.python_type for column in table.columns]
        for row in connection.execute(select(table)):
            for cell, kind, column in zip(row, kinds, table.columns, strict=True):
                if not isinstance(cell, kind) and not (cell is None and column.nullable):
                    raise StoreDamaged


def _warnings(connection: Connection, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Give what would not be accepted today; what it warns of is no news."""
    for name, schema in model.SCHEMAS.items():
        found = queries.rows(connection, name)
        rows = tuple(Row(place, row.cells) for place, row in enumerate(found, start=2))
        table = Table(schema.file, rows)
        known = {**vocabulary.codes, name: frozenset(row.key[0] for row in found)}
        yield from _hard(check_cells(table, schema, Vocabulary(known, vocabulary.successors)))
        if schema is AGREEMENTS:
            yield from _hard(check_agreements(table, vocabulary.replacements))
    apart = apart_from_history(connection)
    if apart:
        message = ngettext(
            "{n} rad står ikke slik historikken sier.",
            "{n} rader står ikke slik historikken sier.",
            apart,
        )
        yield Fault("", None, None, "HISTORIKK_AVVIK", message.format(n=apart), severity="W")


def _hard(faults: Iterator[Fault]) -> Iterator[Fault]:
    return (fault for fault in faults if fault.severity != "W")
