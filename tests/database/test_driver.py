"""Every error of a driver is told as one of the store's, with a code and a sentence."""

import errno
import sqlite3

import psycopg
import psycopg.errors as pg
import pytest
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from data.database.driver import store_error, told
from data.database.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
)


def sqlite(code: int, kind: type[sqlite3.Error] = sqlite3.OperationalError) -> sqlite3.Error:
    error = kind("hemmelig")
    error.sqlite_errorcode = code
    return error


CASES: list[tuple[BaseException, type[StoreError]]] = [
    (sqlite(sqlite3.SQLITE_BUSY), StoreBusy),
    (sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), StoreBusy),
    (sqlite(sqlite3.SQLITE_LOCKED), StoreBusy),
    (sqlite(sqlite3.SQLITE_FULL), StoreFull),
    (sqlite(sqlite3.SQLITE_IOERR_WRITE), StoreFull),
    (sqlite(sqlite3.SQLITE_IOERR_FSYNC), StoreFull),
    (sqlite(sqlite3.SQLITE_IOERR_SHORT_READ), StoreDamaged),
    (sqlite(sqlite3.SQLITE_READONLY), StoreReadOnly),
    (sqlite(sqlite3.SQLITE_READONLY_DIRECTORY), StoreReadOnly),
    (sqlite(sqlite3.SQLITE_READONLY_DBMOVED), StoreMissing),
    (sqlite(sqlite3.SQLITE_NOTADB, sqlite3.DatabaseError), StoreDamaged),
    (sqlite(sqlite3.SQLITE_CORRUPT, sqlite3.DatabaseError), StoreDamaged),
    (sqlite(sqlite3.SQLITE_CANTOPEN), StoreMissing),
    (sqlite(sqlite3.SQLITE_CONSTRAINT, sqlite3.IntegrityError), StoreError),
    (sqlite3.OperationalError("Could not decode to UTF-8"), StoreDamaged),
    (sqlite3.ProgrammingError("hemmelig"), StoreError),
    (pg.LockNotAvailable(), StoreBusy),
    (pg.DeadlockDetected(), StoreBusy),
    (pg.SerializationFailure(), StoreBusy),
    (pg.TooManyConnections(), StoreBusy),
    (pg.QueryCanceled(), StoreBusy),
    (pg.DiskFull(), StoreFull),
    (pg.OutOfMemory(), StoreFull),
    (pg.IoError(), StoreFull),
    (pg.ReadOnlySqlTransaction(), StoreReadOnly),
    (pg.InsufficientPrivilege(), StoreReadOnly),
    (pg.UndefinedTable(), StoreDamaged),
    (pg.DataCorrupted(), StoreDamaged),
    (pg.AdminShutdown(), StoreMissing),
    (pg.InvalidPassword(), StoreMissing),
    (pg.InvalidCatalogName(), StoreMissing),
    (pg.ConnectionFailure(), StoreMissing),
    (psycopg.OperationalError("connection refused"), StoreMissing),
    (pg.CheckViolation("hemmelig"), StoreError),
    (psycopg.DataError("hemmelig"), StoreError),
    (PermissionError(errno.EACCES, "hemmelig"), StoreReadOnly),
    (FileNotFoundError(errno.ENOENT, "hemmelig"), StoreMissing),
    (OSError(errno.ENOSPC, "hemmelig"), StoreFull),
    (OSError(errno.EROFS, "hemmelig"), StoreReadOnly),
    (UnicodeEncodeError("utf-8", "hemmelig", 0, 1, "hemmelig"), StoreError),
    (OverflowError("hemmelig"), StoreError),
]


@pytest.mark.parametrize(("cause", "kind"), CASES, ids=repr)
@pytest.mark.parametrize("wrapped", [True, False])
def test_each(cause: BaseException, kind: type[StoreError], wrapped: bool) -> None:
    error = DBAPIError("SELECT", {"verdi": "hemmelig"}, cause) if wrapped else cause
    found = store_error(error)
    assert type(found) is kind
    assert found.code.startswith("LAGER_")
    assert found.sentence.endswith((".", ")"))
    assert "hemmelig" not in str(found)


def test_what_sqlalchemy_raises_of_itself() -> None:
    assert type(store_error(PoolTimeout("hemmelig"))) is StoreBusy
    assert type(store_error(InvalidRequestError("hemmelig"))) is StoreError


def test_errors_of_the_store_pass_as_they_are_and_others_are_not_hidden() -> None:
    with pytest.raises(StoreFull), told():
        raise StoreFull
    with pytest.raises(KeyError), told():
        raise KeyError("feil i programmet")


@pytest.mark.parametrize("kind", [StoreBusy, StoreDamaged, StoreFull, StoreMissing, StoreReadOnly])
def test_a_sentence_of_its_own_may_be_given(kind: type[StoreError]) -> None:
    made = kind("Si det slik.")
    assert made.sentence == "Si det slik."
    assert made.code == kind().code  # type: ignore[call-arg]
