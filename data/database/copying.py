"""Copy a store: a SQLite file as a whole, or row by row from one engine to another."""

import contextlib
import datetime as dt
import os
import sqlite3
import uuid
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, inspect, select, text

from data.database.driver import told
from data.database.engines import reading, writing
from data.database.errors import StoreDamaged

_DRAFT: Final = ".new"
_ORDER: Final = ("meta", "batch", "agreement", "alone", "history")
_COUNTED: Final = {"batch": "id", "history": "seq"}
_CHUNK: Final = 2000


def stamp() -> str:
    """Return now (UTC) as it stands in the names of files, 20261124T160500Z."""
    return dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def beside(file: Path, what: str) -> Path:
    """Return a name that no file beside `file` has, which says what it is and when it was made."""
    base = f"{file.stem}-{what}-{stamp()}"
    tried = file.with_name(f"{base}{file.suffix}")
    number = 1
    while os.path.lexists(tried):
        number += 1
        tried = file.with_name(f"{base}-{number}{file.suffix}")
    return tried


def draft_of(file: Path) -> Path:
    """Return the name of a file in the making; a dead maker's is swept by `sweep`."""
    return file.with_name(f"{file.name}.{uuid.uuid4().hex}{_DRAFT}")


def sweep(file: Path) -> None:
    """Remove drafts of `file` that their makers left. The caller must hold the lock beside it."""
    for draft in file.parent.glob(f"{file.name}.*{_DRAFT}*"):
        draft.unlink(missing_ok=True)


def put(draft: Path, file: Path) -> None:
    """Give a draft its name, so that it is there whole or not at all, after a power cut too."""
    with draft.open("rb+") as content:
        os.fsync(content.fileno())
    draft.replace(file)
    with contextlib.suppress(OSError):  # not every system can open a folder
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def copy_file(source: sqlite3.Connection, target: Path) -> None:
    """Copy what an open SQLite store holds, its `-wal` included, to a file of its own.

    Raises
    ------
    sqlite3.Error, OSError
        If it cannot be read or written; then there is no `target`.
    """
    draft = draft_of(target)
    try:
        with contextlib.closing(sqlite3.connect(draft)) as copy_of_it:
            source.backup(copy_of_it)
        put(draft, target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def copy(source: Engine, target: Engine) -> None:
    """Copy every row of a store to an empty one of the same form, in one transaction.

    Both may be SQLite or PostgreSQL. The target must have been made by the same migrations.

    Raises
    ------
    StoreDamaged
        If the two are not of the same form, or the target is not empty.
    StoreError
        If one of them cannot be read or written; then the target is as it was.
    """
    with told(), reading(source) as origin, writing(target) as goal:
        fill(origin, goal)


def fill(origin: Connection, goal: Connection) -> None:
    """Copy every row of one open store to another, which is empty; errors as in `copy`."""
    goal.execute(text("DELETE FROM meta"))
    for name in _ORDER:
        _copy_table(origin, goal, name)
    if goal.dialect.name == "postgresql":
        for name, column in _COUNTED.items():
            _set_counter(goal, name, column)


def _copy_table(origin: Connection, goal: Connection, name: str) -> None:
    # As the table stands, not as the program would have it: this also copies older stores.
    table = Table(name, MetaData(), autoload_with=origin, resolve_fks=False)
    columns = {column["name"] for column in inspect(goal).get_columns(name)}
    filled = goal.execute(select(func.count()).select_from(table)).scalar_one()
    if columns != set(table.columns.keys()) or filled:
        raise StoreDamaged
    ordered = select(table).order_by(*table.primary_key).execution_options(yield_per=_CHUNK)
    for part in origin.execute(ordered).mappings().partitions():
        goal.execute(insert(table), [dict(row) for row in part])


def _set_counter(goal: Connection, name: str, column: str) -> None:
    """Let the next row get a number that none has had, before the copy neither."""
    counter = f"pg_get_serial_sequence('{name}', '{column}')"
    goal.execute(
        text(
            f"SELECT setval({counter}, GREATEST((SELECT max({column}) FROM {name}), "  # noqa: S608
            f"pg_sequence_last_value({counter}::regclass), 1), "
            f"EXISTS (SELECT 1 FROM {name}))"
        )
    )
