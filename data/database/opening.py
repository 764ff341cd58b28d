"""Open the store: the one way in, the same for SQLite and PostgreSQL."""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection

from data.database import model, queries, seeding, undoing, writing
from data.database.changes import Batch, Change, Event, Key, Status, Stored
from data.database.errors import StoreMissing
from data.database.places import Place, place
from data.database.source import Source
from data.limits import limit
from data.permission import Permit
from data.reading import Table
from data.validation import Vocabulary

_open: Final[dict[tuple[int, str], "Store"]] = {}
_lock: Final = threading.Lock()


def open_store(url: str | None = None) -> "Store":
    """Return the store at `url`, by default the one of the settings; made if it is not there.

    One and the same for all of a process. A new one holds no rows: `seeded` is empty.

    Raises
    ------
    StoreError
        If there is no store that can be used: damaged, too new, out of reach, or not to be made.
    """
    where = place(url)
    name = (os.getpid(), where.name)
    with _lock:
        store = _open.get(name) or Store(where)
        store.check()
        return _open.setdefault(name, store)


class Store:
    """Rows with versions, history and undo. Each method is one transaction; threads may share it.

    Every method raises StoreError, and nothing else, when the store fails; then nothing is half
    done, and a later call may succeed. `table` is «avtaler» or «alene».
    """

    def __init__(self, where: Place) -> None:
        self._source = Source(where)

    def check(self) -> None:
        """Open the store if it is not open, and check it if it is another than before."""
        self._source.engine()

    def close(self) -> None:
        """Let go of every connection; the next method opens the store anew."""
        self._source.close()

    @property
    def status(self) -> Status:
        """Whether the store can be written to as things are, and if not, why."""
        return self._source.status

    @property
    def seeded(self) -> str:
        """The digest of the files that the store was made from; empty if it holds nothing yet."""
        with self._source.reading() as connection:
            return queries.seeded(connection)

    @property
    def local_edits(self) -> bool:
        """Whether anything but the files has ever been written."""
        with self._source.reading() as connection:
            return queries.local_edits(connection)

    def revision(self) -> int:
        """Return the number that grows by one with every save, in whatever process it is made."""
        with self._source.reading() as connection:
            return queries.revision(connection)

    def rows(self, table: str) -> tuple[Stored, ...]:
        """Return every row of a table, sorted by key."""
        queries.table_of(table)
        with self._source.reading() as connection:
            return queries.rows(connection, table)

    def row(self, table: str, key: Key) -> Stored | None:
        """Return one row, or None."""
        queries.table_of(table)
        if len(key) != len(model.SCHEMAS[table].key) or not all(map(str.isprintable, key)):
            return None
        with self._source.reading() as connection:
            return queries.rows_by_key(connection, table, [key]).get(key)

    def history(
        self,
        table: str | None = None,
        key: Key | None = None,
        *,
        batch: int | None = None,
        limit: int | None = None,
    ) -> tuple[Event, ...]:
        """Return what has happened, newest first: at all, to a table, to a row, or by a batch.

        At most `limit` events; by default `history_rows`, of a batch all.
        """
        most = limit if limit is not None or batch is not None else _history_rows()
        with self._source.reading() as connection:
            return queries.history(connection, table, key, batch, most)

    def batches(self, limit: int | None = None) -> tuple[Batch, ...]:
        """Return what has been saved, newest first; by default at most `history_rows`."""
        with self._source.reading() as connection:
            return queries.batches(connection, _history_rows() if limit is None else limit)

    def write(
        self,
        changes: Sequence[Change],
        permit: Permit,
        *,
        vocabulary: Vocabulary,
        kind: str,
        note: str = "",
        token: str = "",
    ) -> Batch:
        """Write all changes or none, and return the batch.

        Parameters
        ----------
        changes
            The rows as they shall be, with the versions that the editor saw.
        permit
            Leave to write, from `data.permission.decide`.
        vocabulary
            The codes in force; ids of agreements are taken from the store.
        kind
            «edit», «alone», «import», «restore» or «delete»; ValueError for any other.
        note
            A word for the history; what looks like personal data in it is hidden.
        token
            A mark of one intention to save: used again, it gives back the first batch.

        Raises
        ------
        NotPermitted
            If the permit is not a valid one.
        InvalidRows
            If a row breaks a rule, or there is nothing to change.
        StoreConflict
            If rows have been changed by others; all of them are named.
        """
        role = writing.require(permit)
        if kind not in model.WRITTEN:
            raise ValueError(kind)
        entry = writing.Entry(kind, role, note, token)
        return self._save(lambda c: writing.write(c, changes, vocabulary, entry))

    def undo(self, batch: int, permit: Permit, *, token: str = "") -> Batch:
        """Set every row of a batch back to what it was before, as a batch of kind «undo».

        Raises
        ------
        NotPermitted
            If the permit is not a valid one.
        StoreConflict
            If rows do not stand as the batch left them; they are named, and nothing is done.
        InvalidRows
            If agreements would refer to ones that are gone.
        StoreError
            If there is no such batch, it is a seed, or it is already taken back.
        """
        entry = writing.Entry(model.UNDO, writing.require(permit), token=token)
        return self._save(lambda c: undoing.undo(c, batch, entry))

    def reseed(self, files: Mapping[str, Table], digest: str) -> Batch | None:
        """Make the rows those of the files «avtaler» and «alene»; None where they are so already.

        Raises
        ------
        StoreError
            LAGER_LOKALE_ENDRINGER, if anybody has changed anything: the files are never laid
            over that.
        InvalidRows
            If a key stands twice, or an agreement refers to one that is not there.
        """
        with self._source.writing() as connection:
            return seeding.reseed(connection, files, digest)

    def _save(self, act: Callable[[Connection], Batch]) -> Batch:
        with self._source.writing() as connection:
            batch = act(connection)
        if self._source.moved():
            # The file went away while it was being written: is what was saved in what is there?
            with self._source.reading() as connection:
                found = queries.batch_by_id(connection, batch.id)
            if found is None or (found.at, found.kind) != (batch.at, batch.kind):
                raise StoreMissing
        return batch


def _history_rows() -> int:
    return limit("history_rows")
