"""Put a backup in the place of what a store holds: checked first, and in one transaction.

Whoever reads meanwhile sees the old or the new, never a mixture. What was there is backed up
before, or, where it is damaged, put aside under another name; nothing is ever deleted.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text, update

from data.database import locking, model
from data.database.backup import dump, folder_of, new_name, working
from data.database.checks import check_bytes, check_sqlite
from data.database.copying import beside, fill, put
from data.database.driver import told
from data.database.engines import reading, sqlite_engine, writing
from data.database.errors import StoreDamaged, StoreError, StoreTooNew
from data.database.examining import connect, damaged, examine
from data.database.migrating import put_aside_leavings
from data.database.places import Place
from data.database.queries import local_edits, revision, seeded
from data.database.returning import Entry, as_of_now, note_restore
from data.database.source import Source
from data.database.summing import Summary
from data.database.writing import require
from data.language import _
from data.permission import Permit
from data.validation import Vocabulary


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: the backup that was used, what was there before and where that is now.

    `before` is a backup of it, None where the store was empty; `put_aside` is the damaged file.
    """

    used: Summary
    batch: int
    rows: int
    before: Path | None = None
    put_aside: Path | None = None


def restore(where: Place, file: Path, permit: Permit, vocabulary: Vocabulary) -> Restored:
    """Make a store hold what a backup holds.

    All rows, batches and history become those of the backup, and a batch of kind «restore» is
    added. It keeps, as any batch, what it did to rows that were others before: such a row gets
    a version that it has never had, so that an editor who has it open meets a conflict.

    Parameters
    ----------
    where
        The store; others may be using it.
    file
        The backup, which is only read.
    permit
        Leave to write.
    vocabulary
        The codes in force, for the warnings.

    Raises
    ------
    NotPermitted
        If the permit is not a valid one.
    StoreError
        If backup or store cannot be used; then the store is as it was.
    """
    role = require(permit)
    with working(folder_of(where)) as work, told():
        copied = work / "copy.db"
        used = examine(file, copied, vocabulary)
        entry = Entry(role, file.name)
        source, seen = Source(where), False
        try:
            source.engine()
            seen = True
            return _replace(source, where, copied, used, entry)
        except StoreDamaged as error:
            if where.file is None or error.code == "LAGER_FREMMED":
                raise _beyond(error) from error
            source.close()
            # Damage that only shows where rows are read has been seen here, and by no one else.
            return _replace_damaged(where.file, copied, used, entry, sure=seen)
        finally:
            source.close()


def _replace(source: Source, where: Place, copied: Path, used: Summary, entry: Entry) -> Restored:
    """Replace what a whole store holds, while everybody else who would save waits."""
    origin_engine = sqlite_engine(copied, pooled=False)
    with source.writing() as goal, reading(origin_engine) as origin:
        before = None
        if seeded(goal) or local_edits(goal):
            before = new_name(where, "backup-before-restore")
            dump(source.engine(), where, before)
        live, number = as_of_now(goal), revision(goal)
        try:
            with _history_open(goal):
                for name in ("history", "alone", "agreement", "batch"):
                    goal.execute(model.metadata.tables[name].delete())
                fill(origin, goal)
        except StoreDamaged as error:
            raise damaged(used.file) from error
        _set_revision(goal, number)
        batch, rows = note_restore(goal, live, entry)
    return Restored(used, batch, rows, before)


def _replace_damaged(
    file: Path, copied: Path, used: Summary, entry: Entry, *, sure: bool
) -> Restored:
    """Put a backup in the place of a file that cannot be used; that gets another name."""
    engine = sqlite_engine(copied, pooled=False)
    with writing(engine) as goal:
        # Nobody can read which revision the damaged one had; the clock is ahead of all of them.
        _set_revision(goal, time.time_ns() // 1_000_000)
        batch, rows = note_restore(goal, None, entry)
    with contextlib.closing(connect(copied)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    real = Path(os.path.realpath(file))
    with locking.alone(file):
        if not sure and _usable(file):  # another has been here while we waited
            raise StoreError(
                "LAGER_ALLEREDE_GJENOPPRETTET",
                _("Registeret er allerede gjenopprettet av en annen. Last siden på nytt."),
            )
        aside = beside(real, "damaged")
        with contextlib.suppress(FileNotFoundError):
            try:
                os.link(real, aside)  # so that there is never no file at all
            except (OSError, NotImplementedError):
                real.rename(aside)
        put_aside_leavings(real)
        put(copied, real)
    return Restored(used, batch, rows, put_aside=aside)


def _usable(file: Path) -> bool:
    try:
        check_bytes(file)
        with reading(sqlite_engine(file, pooled=False, mode="ro")) as connection:
            check_sqlite(connection)
    except StoreTooNew:
        raise
    except StoreError:
        return False
    return True


def _beyond(error: StoreDamaged) -> StoreError:
    if error.code == "LAGER_FREMMED":
        return error
    message = _(
        "Databasen er skadet. Lag en ny og tom database, la DATABASE_URL vise til den, "
        "og gjenopprett på nytt. Den skadde er ikke rørt."
    )
    return StoreError("LAGER_SKADET", message)


def _set_revision(connection: Connection, least: int) -> None:
    """Let the revision be one that no cache has seen."""
    number = str(max(revision(connection), least) + 1)
    statement = update(model.meta).where(model.meta.c.key == "revision").values(value=number)
    connection.execute(statement)


@contextlib.contextmanager
def _history_open(connection: Connection) -> Iterator[None]:
    """Let history be exchanged as a whole, in this transaction and for nobody else."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history'"
        ).all()
        for name, _words in found:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        yield
        for _name, words in found:
            connection.exec_driver_sql(words)
        return
    names = connection.execute(
        text(
            "SELECT tgname FROM pg_trigger "
            "WHERE tgrelid = to_regclass('history') AND NOT tgisinternal"
        )
    ).scalars()
    kept = list(names)
    connection.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
    yield
    for name in kept:
        connection.execute(text(f'ALTER TABLE history ENABLE ALWAYS TRIGGER "{name}"'))
