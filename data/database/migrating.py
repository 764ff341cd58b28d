"""Bring a store to the form that the program knows, after a copy of it has been put aside."""

import contextlib
import threading
from pathlib import Path
from typing import Final

from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text

from data.database import locking, model
from data.database.checks import check_postgresql, check_sqlite
from data.database.copying import beside, copy, copy_file, draft_of, put, sweep
from data.database.driver import told
from data.database.engines import sqlite_connection, sqlite_engine, writing
from data.database.errors import StoreDamaged
from data.database.places import FILE, var_folder

FOLDER: Final = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME: Final = threading.Lock()  # Alembic keeps what it works on in one place


def make_file(file: Path) -> None:
    """Make an empty store in `file`, whole or not at all; nothing if another has made it.

    What an earlier store left beside it (`-wal`, `-shm`) is put aside: SQLite would read it into
    the new one.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    with told():
        file.parent.mkdir(parents=True, exist_ok=True)
        with locking.alone(file):
            if file.exists():
                return
            sweep(file)
            put_aside_leavings(file)
            draft = draft_of(file)
            new_file(draft)
            put(draft, file)


def put_aside_leavings(file: Path) -> None:
    """Rename what lies beside a file that is gone or about to be replaced; nothing is deleted."""
    for ending in ("-wal", "-journal", "-shm"):
        left = file.with_name(file.name + ending)
        if left.exists():
            left.rename(Path(f"{beside(file, 'put-aside')}{ending}"))


def new_file(file: Path, number: int = 0) -> None:
    """Make an empty store in a file that is not there, as migration `number` left it.

    0 means the latest. The caller sees to it that nobody looks before it is done.
    """
    engine = sqlite_engine(file, mode="rwc", pooled=False)
    with writing(engine) as connection:
        upgrade(connection, number)
    engine.dispose()


def migrate_file(file: Path) -> None:
    """Bring a SQLite store up to date, after a copy of it beside it.

    Raises
    ------
    StoreError
        If it cannot be done; then it is as it was.
    """
    # References are checked at the end instead: a table that is made anew is gone for a moment.
    engine = sqlite_engine(file, pooled=False, foreign_keys=False)
    with told(), locking.alone(file), writing(engine) as connection:
        if check_sqlite(connection) == model.LATEST:
            return
        with contextlib.closing(sqlite_connection(file)) as source:
            copy_file(source, beside(file, f"before-migration-{model.LATEST}"))
        upgrade(connection)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StoreDamaged


def migrate_postgresql(engine: Engine) -> None:
    """Make or bring up to date a PostgreSQL store, after a copy of it in the folder of local data.

    Raises
    ------
    StoreError
        If it cannot be done; then it is as it was.
    """
    hold = f"SELECT pg_advisory_xact_lock({model.APPLICATION_ID})"
    with told(), writing(engine, first=hold) as connection:
        version = check_postgresql(connection)
        if version == model.LATEST:
            return
        if version:
            _dump(engine, version)
        upgrade(connection)


def _dump(engine: Engine, version: int) -> None:
    """Copy a PostgreSQL store to a SQLite file of the same form."""
    target = beside(var_folder() / FILE, f"before-migration-{model.LATEST}")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_of(target)
    try:
        new_file(draft, version)
        copy_engine = sqlite_engine(draft, pooled=False)
        copy(engine, copy_engine)
        put(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def upgrade(connection: Connection, number: int = 0) -> None:
    """Take the migrations up to `number` (0: all) in the transaction of `connection`."""
    from alembic import command  # noqa: PLC0415 — most starts have nothing to migrate
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:  # Alembic's own would not be STRICT
        name = Column("version_num", Text, primary_key=True)
        table = Table(model.VERSION_TABLE, MetaData(), name, sqlite_strict=True)
        table.create(connection, checkfirst=True)
    with _ONE_AT_A_TIME:
        command.upgrade(config, f"{number:04d}" if number else "head")
    if sqlite:
        connection.exec_driver_sql(f"PRAGMA application_id = {model.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {number or model.LATEST}")
