"""Keep the way to one store open, and notice when what lies at its end has changed."""

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine

from data.database import engines
from data.database.changes import Status
from data.database.checks import check_bytes, check_postgresql, check_sqlite
from data.database.copying import beside, copy_file
from data.database.driver import told
from data.database.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
)
from data.database.migrating import make_file, migrate_file, migrate_postgresql
from data.database.model import LATEST
from data.database.places import Place
from data.database.queries import local_edits
from data.language import _
from data.limits import limit

_READ_ONLY: Final = "SHOW transaction_read_only"


class _Seen(NamedTuple):
    """What tells a SQLite store from another in its place.

    `moment` counts only where the file is read without locks: then nobody else says that it has
    been written.
    """

    file: tuple[int, int]
    wal: tuple[int, int] | None
    writable: bool
    moment: tuple[int, int] | None = None


class Source:
    """One place, the engine for it, and what was seen there; safe for many threads."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._opening = threading.RLock()
        self._turn = threading.Lock()
        self._engine: Engine | None = None
        self._seen: _Seen | None = None
        self._immutable = False

    def engine(self) -> Engine:
        """Return the engine, opened and checked anew where the file is another than before.

        Raises
        ------
        StoreError
            If what lies there cannot be used.
        """
        engine = self._engine
        if engine is not None and not self.moved():
            return engine
        with self._opening:
            if self._engine is None or self.moved():
                self.close()
                with told():
                    self._engine = self._open_file() if self.place.file else self._open_server()
                    self._seen = self._look()
            return self._engine

    def moved(self) -> bool:
        """Tell whether the file, or its `-wal`, is another than the one that was opened."""
        return self.place.file is not None and self._seen != self._look()

    def close(self) -> None:
        """Let go of every connection; the next one is opened and checked anew.

        If the file is gone, what its open connections still hold is kept beside it.
        """
        with self._opening:
            engine, self._engine, self._seen = self._engine, None, None
            if engine is None:
                return
            if self.place.file is not None and not self.place.file.exists():
                _rescue(engine, self.place.file)
            engine.dispose()

    @property
    def status(self) -> Status:
        """Whether it can be written to; a store that cannot be used cannot be written to either."""
        try:
            engine = self.engine()
            if self.place.file is None:
                with engines.reading(engine) as connection:
                    closed = connection.exec_driver_sql(_READ_ONLY).scalar_one() == "on"
            else:
                closed = self._seen is not None and not self._seen.writable
        except StoreError as error:
            return Status(False, error.sentence)
        return Status(False, self._why()) if closed else Status(True)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read with; StoreError for what goes wrong."""
        with self._letting_go(), engines.reading(self.engine()) as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that writes all or nothing; StoreError for what goes wrong."""
        if self.place.file is None:
            with self._letting_go(), engines.writing(self.engine()) as connection:
                yield connection
            return
        # SQLite lets waiting writers try by chance; threads of this process wait in line instead.
        if not self._turn.acquire(timeout=limit("lock_timeout_s")):
            raise StoreBusy
        try:
            with self._letting_go():
                engine = self.engine()
                if self._seen is not None and not self._seen.writable:
                    raise StoreReadOnly(self._why())
                with engines.writing(engine) as connection:
                    yield connection
        finally:
            self._turn.release()

    @contextlib.contextmanager
    def _letting_go(self) -> Iterator[None]:
        """After what may be a fault of the file or the server, check all of it next time."""
        try:
            yield
        except (StoreDamaged, StoreFull, StoreMissing):
            self.close()
            raise

    def _open_server(self) -> Engine:
        engine = engines.postgresql_engine(self.place.url)
        try:
            with engines.reading(engine) as connection:
                version = check_postgresql(connection)
            if version != LATEST:
                migrate_postgresql(engine)
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _open_file(self) -> Engine:
        file = self._file
        if not os.path.lexists(file):
            make_file(file)
        check_bytes(file)
        engine = self._checked(file, immutable=False)
        if engine is None:
            engine = self._checked(file, immutable=True)
        if engine is None:
            raise StoreMissing
        return engine

    def _checked(self, file: Path, *, immutable: bool) -> Engine | None:
        """Return an engine whose file has passed every check; None where locks are refused."""
        writable = _writable(file)
        mode = "rw" if writable else "ro"
        engine = engines.sqlite_engine(file, mode=mode, immutable=immutable)
        self._immutable = immutable
        try:
            with engines.reading(engine) as connection:
                version = check_sqlite(connection)
            if version != LATEST and not writable:
                raise StoreReadOnly
            if version != LATEST:
                engine.dispose()
                migrate_file(file)
                with engines.reading(engine) as connection:
                    check_sqlite(connection)
        except BaseException as error:
            engine.dispose()
            if isinstance(error, StoreMissing | StoreReadOnly) and not (writable or immutable):
                return None  # the folder has no room for the `-shm` that locks lie in
            raise
        return engine

    @property
    def _file(self) -> Path:
        if self.place.file is None:
            raise StoreMissing
        return self.place.file

    def _look(self) -> _Seen | None:
        file = self.place.file
        try:
            found = os.stat(file) if file else None  # noqa: PTH116 — at every operation, so quick
        except OSError:
            found = None
        if found is None or file is None:
            return None
        try:
            wal = os.stat(f"{file}-wal")  # noqa: PTH116
            beside_it = (wal.st_dev, wal.st_ino)
        except OSError:
            beside_it = None
        moment = (found.st_mtime_ns, found.st_size) if self._immutable else None
        return _Seen((found.st_dev, found.st_ino), beside_it, _writable(file), moment)

    def _why(self) -> str:
        if self.place.file is None:
            return _(
                "Databasetjeneren tar ikke imot endringer nå. Registeret kan leses. "
                "Prøv igjen senere, eller be den som drifter tjenesten om hjelp."
            )
        if self._immutable and self._seen is not None and self._seen.wal is not None:
            return _(
                "Registeret kan leses, men ikke endres: mappa er skrivebeskyttet. De siste "
                "lagringene kan mangle til den som drifter tjenesten har gitt skrivetilgang."
            )
        return StoreReadOnly().sentence


def _writable(file: Path) -> bool:
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _rescue(engine: Engine, file: Path) -> None:
    """Keep what was saved in a file that has been deleted, while a connection still has it open."""
    with contextlib.suppress(Exception):  # if it cannot be done, there is nothing more to do
        with engine.connect() as connection:
            if not local_edits(connection):
                return
        with contextlib.closing(engine.raw_connection()) as held:
            source = held.driver_connection
            if source is not None:
                copy_file(source, beside(file, "rescued"))
