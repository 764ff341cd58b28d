"""Sum up what a store holds: how much, how new, and one digest that tells it from all others."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select

from data.database import model, queries
from data.database.changes import DELETED
from data.errors import Fault

_ORDERED: Final = ("agreement", "alone", "batch", "history")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup holds.

    Attributes
    ----------
    file
        Where it lies.
    revision
        Grows with every save: of two backups, the one with the higher is the newer.
    agreements, answers, batches, events
        How many rows of each.
    saved_at
        When something was last saved (UTC, ISO); empty if nothing ever was.
    digest
        The same for two stores whose rows, versions, batches and history are the same.
    warnings
        What would not be accepted today, row by row; the backup is whole all the same.
    """

    file: Path
    revision: int
    agreements: int
    answers: int
    batches: int
    events: int
    saved_at: str
    digest: str
    warnings: tuple[Fault, ...] = ()


def sum_up(connection: Connection, file: Path, warnings: Iterable[Fault] = ()) -> Summary:
    """Return the summary of an open store, seen as it is at one moment."""
    newest = next(iter(queries.batches(connection, 1)), None)
    counts = {
        name: int(
            connection.execute(
                select(func.count()).select_from(model.metadata.tables[name])
            ).scalar_one()
        )
        for name in _ORDERED
    }
    return Summary(
        file,
        queries.revision(connection),
        counts["agreement"],
        counts["alone"],
        counts["batch"],
        counts["history"],
        newest.at if newest else "",
        digest(connection),
        tuple(warnings),
    )


def digest(connection: Connection) -> str:
    """Return the SHA-256 of every row of agreement, alone, batch and history, in order."""
    found = hashlib.sha256()
    for name in _ORDERED:
        table = model.metadata.tables[name]
        rows = map(tuple, connection.execute(select(table)))
        # Sorted here: each engine has its own idea of the order of letters.
        keys = [place for place, column in enumerate(table.columns) if column.primary_key]
        for row in sorted(rows, key=lambda row: [row[place] for place in keys]):
            found.update(f"{name}{row!r}\n".encode())
    return found.hexdigest()


def apart_from_history(connection: Connection) -> int:
    """Return how many rows are not as the history of them ends: a sign of writing past us."""
    ends: dict[tuple[str, str], Any] = {}
    for event in reversed(queries.history(connection)):
        ends[event.table, queries.key_text(event.key)] = event
    rows: dict[tuple[str, str], tuple[Mapping[str, str], int]] = {
        (row.table, queries.key_text(row.key)): (row.cells, row.version)
        for name in model.TABLES
        for row in queries.rows(connection, name)
    }
    standing = {
        key: (event.after, event.version) for key, event in ends.items() if event.action != DELETED
    }
    return sum(rows.get(key) != standing.get(key) for key in rows.keys() | standing.keys())
