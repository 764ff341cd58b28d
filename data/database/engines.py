"""Open connections as the store needs them, and begin transactions on them."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool, QueuePool

from data.database.driver import told
from data.limits import limit

_WRITE: Final = "samarbeidskart_write"
_POOL: Final = 5
_OVERFLOW: Final = 60
_HOLD: Final = "SELECT value FROM meta WHERE key = 'revision' FOR UPDATE"


def sqlite_connection(
    file: Path, *, mode: str = "rw", immutable: bool = False, foreign_keys: bool = True
) -> sqlite3.Connection:
    """Open a SQLite file with the store's settings, transactions begun and ended by hand.

    Parameters
    ----------
    file
        Where it lies.
    mode
        «rw», «ro», or «rwc» to make it where it is not.
    immutable
        Read it without locks and without its `-wal`: only for a file that nobody can write.
    foreign_keys
        Whether references must hold; not while tables are made anew by a migration.
    """
    path = file.as_posix()  # after the empty host, a Windows path needs a slash before its drive
    path = path if path.startswith("/") else f"/{path}"
    address = f"file://{quote(path)}?mode={mode}" + ("&immutable=1" if immutable else "")
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        connection.execute(f"PRAGMA busy_timeout = {limit('lock_timeout_s') * 1000}")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        if mode != "ro":
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def sqlite_engine(file: Path, *, pooled: bool = True, **settings: Any) -> Engine:  # noqa: ANN401
    """Return an engine for a SQLite file; `settings` are those of `sqlite_connection`.

    Pooled connections stay open between operations: the last one to close a file in WAL mode
    writes all of it back, which would otherwise be done at every save.
    """
    pool: dict[str, Any] = {"poolclass": NullPool}
    if pooled:
        pool = {"poolclass": QueuePool, "pool_size": _POOL, "max_overflow": _OVERFLOW}
    engine = create_engine(
        "sqlite+pysqlite://", creator=lambda: sqlite_connection(file, **settings), **pool
    )
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def postgresql_engine(url: URL) -> Engine:
    """Return an engine for a PostgreSQL database; a connection that has died is replaced."""
    waits = {} if "connect_timeout" in url.query else {"connect_timeout": limit("lock_timeout_s")}
    return create_engine(
        url, connect_args=waits, pool_size=_POOL, max_overflow=_OVERFLOW, pool_pre_ping=True
    )


def _begin_sqlite(connection: Connection) -> None:
    # The driver's own idea of when a transaction begins is too late, and never IMMEDIATE.
    write = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection to read with; StoreError for what goes wrong."""
    with told(), engine.connect() as connection:
        yield connection


@contextlib.contextmanager
def writing(engine: Engine, *, first: str = "") -> Iterator[Connection]:
    """Give a connection that writes all or nothing, alone; StoreError for what goes wrong.

    Writers wait for each other on both engines, so that what one of them has checked still holds
    when it writes. SQLite sees to that; PostgreSQL is told to by the statement `first`, which
    by default holds the row of the revision.
    """
    with told(), engine.connect() as connection:
        connection.execution_options(**{_WRITE: True})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                # Not when connecting: a pooler in between would lose the setting or refuse it.
                wait = f"SET LOCAL lock_timeout = '{limit('lock_timeout_s')}s'"
                connection.exec_driver_sql(f"{wait}; {first or _HOLD}")
            yield connection
