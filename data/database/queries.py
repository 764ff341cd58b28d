"""Read the store: rows, history and batches, as values."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, select

from data.database import model
from data.database.changes import Batch, Event, Key, Stored
from data.database.errors import StoreDamaged
from data.schema import SEPARATOR

CHUNK: Final = 500
_META: Final = {
    name: select(model.meta.c.value).where(model.meta.c.key == name)
    for name in ("revision", "seeded")
}
# What every save asks is put together once.
_ALL: Final = {name: select(table) for name, table in model.TABLES.items()}
_BY_KEY: Final = {
    name: select(table).where(
        *(
            table.c[column].in_(bindparam(f"k_{place}", expanding=True))
            for place, column in enumerate(model.SCHEMAS[name].key)
        )
    )
    for name, table in model.TABLES.items()
}
_ONE: Final = {
    name: select(table).where(
        *(
            table.c[column] == bindparam(f"k_{place}")
            for place, column in enumerate(model.SCHEMAS[name].key)
        )
    )
    for name, table in model.TABLES.items()
}
_BY_TOKEN: Final = select(model.batch.c.id).where(model.batch.c.token == bindparam("token"))
_LOCAL: Final = select(model.batch.c.id).where(model.batch.c.kind != model.SEED).limit(1)


def revision(connection: Connection) -> int:
    """Return the number that grows by one with every save."""
    value = connection.execute(_META["revision"]).scalar_one_or_none()
    if value is None or not value.isdecimal():
        raise StoreDamaged
    return int(value)


def seeded(connection: Connection) -> str:
    """Return the digest of the files that the store was made from; empty if it holds nothing."""
    return connection.execute(_META["seeded"]).scalar_one_or_none() or ""


def local_edits(connection: Connection) -> bool:
    """Tell whether anything but the files has been written."""
    return connection.execute(_LOCAL).first() is not None


def rows(connection: Connection, table: str) -> tuple[Stored, ...]:
    """Return every row of a table, sorted by key."""
    found = _stored(table, connection.execute(_ALL[table]).all())
    return tuple(sorted(found, key=lambda row: row.key))


def rows_by_key(connection: Connection, table: str, keys: Collection[Key]) -> dict[Key, Stored]:
    """Return the rows with these keys that there are."""
    count = len(model.SCHEMAS[table].key)
    if len(keys) == 1:  # as in most saves: a list in a statement is spelt out anew each time
        (key,) = keys
        asked_one = {f"k_{place}": cell for place, cell in enumerate(key)}
        met = _stored(table, connection.execute(_ONE[table], asked_one).all())
        return {row.key: row for row in met}
    found: dict[Key, Stored] = {}
    for part in parts(keys):
        asked = {f"k_{place}": sorted({key[place] for key in part}) for place in range(count)}
        # Several columns together may match more than was asked for.
        among = frozenset(part)
        rows_found = _stored(table, connection.execute(_BY_KEY[table], asked).all())
        found.update((row.key, row) for row in rows_found if row.key in among)
    return found


def _stored(table: str, found: Sequence[Row[Any]]) -> Iterator[Stored]:
    headers = model.SCHEMAS[table].headers
    count = len(headers)
    places = [headers.index(name) for name in model.SCHEMAS[table].key]
    for row in found:
        cells = {name: cell or "" for name, cell in zip(headers, row[:count], strict=True)}
        key = tuple(row[place] for place in places)
        yield Stored(table, key, cells, row[count], row[count + 1], row[count + 2])


def last_versions(connection: Connection, table: str, keys: Collection[Key]) -> dict[Key, int]:
    """Return the last version that each of these keys has had, also of rows that are deleted."""
    tab = model.history.c
    found: dict[Key, int] = {}
    for part in parts(keys):
        names = [key_text(key) for key in part]
        query = (
            select(tab.key, func.max(tab.version))
            .where(tab.tab == table, tab.key.in_(names))
            .group_by(tab.key)
        )
        found.update((text_key(key), version) for key, version in connection.execute(query))
    return found


def parts(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Give the keys in lists that a statement has room for."""
    rest = iter(keys)
    while part := list(islice(rest, CHUNK)):
        yield part


def key_text(key: Key) -> str:
    """Return a key as history keeps it; no part of a key may hold the separator."""
    return SEPARATOR.join(key)


def text_key(text: str) -> Key:
    """Return the key that history has kept."""
    return tuple(text.split(SEPARATOR))


def history(
    connection: Connection,
    table: str | None = None,
    key: Key | None = None,
    batch: int | None = None,
    limit: int | None = None,
) -> tuple[Event, ...]:
    """Return what has happened, newest first: to a table, to a row, or by a batch."""
    tab = model.history.c
    query: Select[Any] = select(model.history, model.batch.c.kind).join(
        model.batch, model.batch.c.id == tab.batch
    )
    if table is not None:
        query = query.where(tab.tab == table)
    if key is not None:
        query = query.where(tab.key == key_text(key))
    if batch is not None:
        query = query.where(tab.batch == batch)
    query = query.order_by(tab.seq.desc()).limit(limit)
    return tuple(map(_event, connection.execute(query)))


def _event(row: Row[Any]) -> Event:
    return Event(
        row.seq,
        row.batch,
        row.kind,
        row.tab,
        text_key(row.key),
        row.action,
        row.version,
        _cells(row.before_json),
        _cells(row.after_json),
        row.at,
        row.role,
    )


def _cells(text: str | None) -> Mapping[str, str] | None:
    try:
        cells: dict[str, str] | None = None if text is None else json.loads(text)
    except ValueError as error:
        raise StoreDamaged from error
    return cells


def batches(connection: Connection, limit: int | None = None) -> tuple[Batch, ...]:
    """Return the batches, newest first."""
    newest = select(model.batch).order_by(model.batch.c.id.desc()).limit(limit)
    return _batches(connection, connection.execute(newest).all())


def batch_by_id(connection: Connection, number: int) -> Batch | None:
    """Return one batch, or None."""
    found = connection.execute(select(model.batch).where(model.batch.c.id == number)).all()
    return next(iter(_batches(connection, found)), None)


def batch_by_token(connection: Connection, token: str) -> Batch | None:
    """Return the batch that this token was used for, or None."""
    number = connection.execute(_BY_TOKEN, {"token": token}).scalar_one_or_none()
    return None if number is None else batch_by_id(connection, number)


def undoers(connection: Connection) -> dict[int, int]:
    """Return the batch that took it back, by batch."""
    tab = model.batch.c
    query = select(tab.undoes, tab.id).where(tab.undoes.is_not(None))
    return dict(connection.execute(query).all())


def is_undone(batch: int, taken_back: Mapping[int, int]) -> bool:
    """Tell whether a batch is taken back: one whose undoing was taken back is not."""
    undone = False
    while batch in taken_back:
        batch = taken_back[batch]
        undone = not undone
    return undone


def _batches(connection: Connection, found: Sequence[Row[Any]]) -> tuple[Batch, ...]:
    if not found:
        return ()
    tab = model.history.c
    ids = [row.id for row in found]
    counted = (
        select(tab.batch, func.count())
        .where(tab.batch >= min(ids), tab.batch <= max(ids))
        .group_by(tab.batch)
    )
    counts: dict[int, int] = dict(connection.execute(counted).all())
    taken_back = undoers(connection)
    return tuple(
        Batch(
            row.id,
            row.kind,
            row.at,
            row.role,
            row.note,
            counts.get(row.id, 0),
            row.undoes,
            is_undone(row.id, taken_back),
        )
        for row in found
    )


def table_of(name: str) -> Table:
    """Return the table of this name; ValueError if there is none."""
    if name not in model.TABLES:
        raise ValueError(name)
    return model.TABLES[name]
