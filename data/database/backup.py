"""Back a store up to one SQLite file, whichever engine it is on, and find the backups there are."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from data.database.checks import check_sqlite
from data.database.copying import copy, draft_of, put, stamp
from data.database.driver import told
from data.database.engines import reading, sqlite_engine
from data.database.errors import StoreError
from data.database.examining import connect, examine
from data.database.migrating import new_file
from data.database.places import Place, var_folder
from data.database.source import Source
from data.database.summing import Summary, sum_up
from data.errors import shown
from data.language import _
from data.validation import Vocabulary

_DAMAGED: Final = "-damaged-"
_WORK: Final = ".samarbeidskart-work-"
_FORGOTTEN: Final = 24 * 3600
"""Seconds after which nobody is still working on a file in the making."""
_LOOKED_AT: Final = 40


def backup(where: Place, file: Path, *, replace: bool = False) -> Summary:
    """Write all that a store holds to one file: whole, or not at all.

    Parameters
    ----------
    where
        The store; people may go on saving meanwhile.
    file
        The backup. What lies there is only replaced with `replace`, and never the store itself.
    replace
        Whether another file may be replaced.

    Raises
    ------
    StoreError
        LAGER_KOPI_FINNES, if something lies there; another, if it cannot be read or written.
    """
    source = Source(where)
    try:
        return dump(source.engine(), where, file, replace=replace)
    finally:
        source.close()


def dump(engine: Engine, where: Place, file: Path, *, replace: bool = False) -> Summary:
    """Write what an open store holds to a file, as `backup` does."""
    file = Path(os.path.abspath(file))  # noqa: PTH100 — a link in the path is kept as it is
    with told():
        _check_target(where, file, replace=replace)
        file.parent.mkdir(parents=True, exist_ok=True)
        sweep(file.parent)
        draft = draft_of(file)
        try:
            _write(engine, draft)
            copied = sqlite_engine(draft, pooled=False, mode="ro")
            with reading(copied) as connection:
                check_sqlite(connection)
                found = sum_up(connection, file)
            put(draft, file)
        finally:
            draft.unlink(missing_ok=True)
    return found


def _write(engine: Engine, draft: Path) -> None:
    """Write everything as it is at one moment, to a file that needs nothing beside it."""
    if engine.dialect.name == "sqlite":
        with reading(engine) as connection, contextlib.closing(connect(draft)) as target:
            source = connection.connection.driver_connection
            assert source is not None  # noqa: S101 — an open connection has one
            source.backup(target)
    else:
        new_file(draft)
        # Tables are copied one by one: what is saved meanwhile must not be half among them.
        steady = engine.execution_options(isolation_level="REPEATABLE READ")
        copy(steady, sqlite_engine(draft, pooled=False))
    with contextlib.closing(connect(draft)) as target:
        target.execute("PRAGMA journal_mode = DELETE")


def _check_target(where: Place, file: Path, *, replace: bool) -> None:
    if where.file is not None and file.exists() and _same(file, where.file):
        message = _("{name} er selve registeret. Velg et annet navn på sikkerhetskopien.")
        raise StoreError("LAGER_KOPI_FINNES", message.format(name=shown(file.name)))
    if file.is_dir() or (os.path.lexists(file) and not replace):
        message = _(
            "{name} finnes fra før og er ikke rørt. Velg et annet navn, eller bruk --overwrite."
        )
        raise StoreError("LAGER_KOPI_FINNES", message.format(name=shown(str(file))))


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def folder_of(where: Place) -> Path:
    """Return where a store's backups are put: beside its file, or in the folder of local data."""
    return var_folder() if where.file is None else where.file.parent


def new_name(where: Place, what: str = "backup") -> Path:
    """Return a name for a backup made now, which no file has."""
    base = folder_of(where) / f"{what}-{stamp()}.db"
    tried, number = base, 1
    while os.path.lexists(tried):
        number += 1
        tried = base.with_name(f"{base.stem}-{number}.db")
    return tried


def good(where: Place, vocabulary: Vocabulary) -> tuple[Summary, ...]:
    """Return the backups of a store that can be used, newest first by their revision.

    Every one has been checked as `restore` checks it; what is damaged is left out.
    """
    folder = folder_of(where)
    found: list[Summary] = []
    with contextlib.suppress(StoreError, OSError), working(folder) as work:
        for number, file in enumerate(_candidates(where, folder)):
            with contextlib.suppress(StoreError):
                found.append(examine(file, work / f"{number}.db", vocabulary))
    return tuple(sorted(found, key=lambda one: (one.revision, one.saved_at), reverse=True))


def newest_good(where: Place, vocabulary: Vocabulary) -> Summary | None:
    """Return the newest backup that can be used, or None."""
    return next(iter(good(where, vocabulary)), None)


def _candidates(where: Place, folder: Path) -> list[Path]:
    """Return the files that may be backups, the last written first."""
    found = [
        file
        for file in folder.glob("*.db")
        if file.is_file() and file != where.file and _DAMAGED not in file.name
    ]
    return sorted(found, key=lambda file: file.stat().st_mtime_ns, reverse=True)[:_LOOKED_AT]


@contextlib.contextmanager
def working(folder: Path) -> Iterator[Path]:
    """Give a folder for work on the same disk, which is gone afterwards.

    Raises
    ------
    StoreError
        If nothing can be written there.
    """
    with told():
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=folder) as work:
            yield Path(work)


def sweep(folder: Path) -> None:
    """Remove files in the making that their makers left: those that are a day old."""
    limit = time.time() - _FORGOTTEN
    for left in (*folder.glob("*.db.*.new*"), *folder.glob(f"{_WORK}*/*")):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < limit:
                left.unlink()
    for work in folder.glob(f"{_WORK}*"):
        with contextlib.suppress(OSError):
            if work.stat().st_mtime < limit:
                work.rmdir()
