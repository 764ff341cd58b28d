"""Keep in history what a restore did, so that it can be seen, and taken back as any batch."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select, update

from data.database import model, queries
from data.database.changes import CHANGED, DELETED, NEW, Key, Stored
from data.errors import masked
from data.limits import limit

Name = tuple[str, Key]


class Entry(NamedTuple):
    """Who restores, and from what."""

    role: str
    note: str


class Live(NamedTuple):
    """The rows of a store, and the last version that each key has had, deleted ones too."""

    rows: Mapping[Name, Stored]
    last: Mapping[Name, int]


def as_of_now(connection: Connection) -> Live | None:
    """Return what a store holds; None for one that has never held anything."""
    rows = {(name, row.key): row for name in model.TABLES for row in queries.rows(connection, name)}
    tab = model.history.c
    query = select(tab.tab, tab.key, func.max(tab.version)).group_by(tab.tab, tab.key)
    last = {
        (name, queries.text_key(key)): int(version)
        for name, key, version in connection.execute(query)
    }
    return Live(rows, last) if last else None


def note_restore(connection: Connection, before: Live | None, entry: Entry) -> tuple[int, int]:
    """Add the batch «restore» to a store that has been filled; return its number and its rows.

    A row that is as it was `before` keeps its version, and so does every row of a store that
    held nothing before; the others get a version that they have never had.
    """
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    about = {"at": at, "role": entry.role}
    note = masked(entry.note)[: limit("text_length")]
    made = connection.execute(
        insert(model.batch).values(kind="restore", note=note, token=None, undoes=None, **about)
    ).inserted_primary_key
    number: int = made[0] if made else 0
    events = _events(connection, before) if before is not None else []
    for event in events:
        if event["action"] != DELETED:
            _mark(connection, event, number, about)
    if events:
        for event in events:
            event["key"] = queries.key_text(event["key"])
        connection.execute(
            insert(model.history), [{**event, "batch": number, **about} for event in events]
        )
    return number, len(events)


def _events(connection: Connection, before: Live) -> list[dict[str, Any]]:
    now = as_of_now(connection) or Live({}, {})
    found: list[dict[str, Any]] = []
    for name in sorted(before.rows.keys() | now.rows.keys()):
        was, row = before.rows.get(name), now.rows.get(name)
        last = before.last.get(name, 0)
        same = was is not None and row is not None and was.cells == row.cells
        if same and row is not None and row.version >= last:
            continue
        found.append(
            {
                "tab": name[0],
                "key": name[1],
                "action": DELETED if row is None else NEW if was is None else CHANGED,
                "version": max(last, now.last.get(name, 0)) + 1,
                "before_json": _json(was),
                "after_json": _json(row),
            }
        )
    return found


def _mark(
    connection: Connection, event: Mapping[str, Any], batch: int, about: Mapping[str, str]
) -> None:
    table = model.TABLES[event["tab"]]
    keys = model.SCHEMAS[event["tab"]].key
    statement = (
        update(table)
        .where(*(table.c[column] == bindparam(f"k_{n}") for n, column in enumerate(keys)))
        .values(
            version=event["version"],
            updated_at=about["at"],
            updated_by_role=about["role"],
            batch=batch,
        )
    )
    connection.execute(statement, {f"k_{n}": part for n, part in enumerate(event["key"])})


def _json(row: Stored | None) -> str | None:
    if row is None:
        return None
    return json.dumps(dict(row.cells), ensure_ascii=False, separators=(",", ":"))
