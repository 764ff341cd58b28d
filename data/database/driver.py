"""Turn whatever a database driver, the system or SQLAlchemy raises into an error of the store."""

import contextlib
import errno
import sqlite3
from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from data.database.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
)
from data.language import _

_Made = Callable[[], StoreError]

_SQLITE: Final[dict[int, _Made]] = {
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_PROTOCOL: StoreBusy,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR: StoreFull,
    sqlite3.SQLITE_NOMEM: StoreFull,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_PERM: StoreReadOnly,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreDamaged,
    sqlite3.SQLITE_ERROR: StoreDamaged,  # no such table, no such column
    sqlite3.SQLITE_CANTOPEN: StoreMissing,
}
_SQLITE_EXTENDED: Final[dict[int, _Made]] = {
    sqlite3.SQLITE_IOERR_READ: StoreDamaged,
    sqlite3.SQLITE_IOERR_SHORT_READ: StoreDamaged,
    sqlite3.SQLITE_READONLY_DBMOVED: StoreMissing,
}
_SYSTEM: Final[dict[int, _Made]] = {
    errno.EACCES: StoreReadOnly,
    errno.EPERM: StoreReadOnly,
    errno.EROFS: StoreReadOnly,
    errno.ENOENT: StoreMissing,
    errno.ENOTDIR: StoreMissing,
}
# By SQLSTATE, the longest beginning that fits.
_POSTGRESQL: Final[dict[str, _Made]] = {
    "08": StoreMissing,
    "28": StoreMissing,
    "3D": StoreMissing,
    "57P": StoreMissing,
    "53": StoreFull,
    "58": StoreFull,
    "53300": StoreBusy,
    "55P03": StoreBusy,
    "40": StoreBusy,
    "57014": StoreBusy,
    "25006": StoreReadOnly,
    "42501": StoreReadOnly,
    "42P01": StoreDamaged,
    "42703": StoreDamaged,
    "3F000": StoreDamaged,
    "XX": StoreDamaged,
}


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Let only errors of the store out.

    Raises
    ------
    StoreError
        For every error of the driver, of SQLAlchemy and of the system.
    """
    try:
        yield
    except StoreError:
        raise
    except (SQLAlchemyError, sqlite3.Error, OSError, UnicodeError, OverflowError) as error:
        raise store_error(error) from error


def store_error(error: BaseException) -> StoreError:
    """Return the error of the store that says what this error means."""
    if isinstance(error, PoolTimeout):
        return StoreBusy()
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(cause, OSError):
        return _SYSTEM.get(cause.errno or 0, StoreFull)()
    found = _of_sqlite(cause) if isinstance(cause, sqlite3.Error) else _of_postgresql(cause)
    return found or _other(cause)


def _of_sqlite(cause: sqlite3.Error) -> StoreError | None:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None:  # raised by Python itself: text in the file that is no text
        return StoreDamaged() if isinstance(cause, sqlite3.OperationalError) else None
    kind = _SQLITE_EXTENDED.get(code) or _SQLITE.get(code & 0xFF)
    return kind() if kind else None


def _of_postgresql(cause: BaseException) -> StoreError | None:
    state: str | None = getattr(cause, "sqlstate", None)
    if state is None:  # the driver never got an answer
        return StoreMissing() if type(cause).__name__ == "OperationalError" else None
    fitting = [start for start in _POSTGRESQL if state.startswith(start)]
    return _POSTGRESQL[max(fitting, key=len)]() if fitting else None


def _other(cause: BaseException) -> StoreError:
    """Return the error that nobody has foreseen; its kind is named, never its values."""
    message = _(
        "Lagret svarte med en feil som ikke er kjent ({kind}). Ingenting er lagret. "
        "Prøv igjen; meld fra hvis det skjer på nytt."
    ).format(kind=type(cause).__name__)
    return StoreError("LAGER_FEIL", message)
