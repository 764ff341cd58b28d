"""Write changes: one transaction that checks, compares versions, keeps history and counts up."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, Connection, Table, Text, bindparam, cast, insert, update

from data.agreement_rules import REFERENCES
from data.database import model, queries, rules
from data.database.changes import (
    CHANGED,
    DELETED,
    NEW,
    Action,
    Batch,
    Change,
    Conflict,
    Key,
    Stored,
)
from data.database.errors import InvalidRows, NotPermitted, StoreConflict
from data.errors import Fault, masked
from data.language import _
from data.limits import limit
from data.permission import Permit, valid
from data.validation import Vocabulary


class Entry(NamedTuple):
    """What is kept of a batch beside its rows."""

    kind: str
    role: str
    note: str = ""
    token: str = ""
    undoes: int | None = None


class _Step(NamedTuple):
    """One change and the row that it meets."""

    change: Change
    before: Stored | None
    action: Action
    version: int


def require(permit: Permit) -> str:
    """Return the role of a permit; NotPermitted where it is not a valid one."""
    if not valid(permit):
        raise NotPermitted
    return permit.role


def write(
    connection: Connection, changes: Sequence[Change], vocabulary: Vocabulary, entry: Entry
) -> Batch:
    """Write checked changes, or give back the batch that was written with this token before.

    Raises
    ------
    InvalidRows
        If a row breaks a rule, or nothing would be changed.
    StoreConflict
        If a row is not in the version that the editor saw; all such rows are named.
    """
    earlier = queries.batch_by_token(connection, entry.token) if entry.token else None
    if earlier is not None:
        return earlier
    for change in changes:
        if len(change.key) != len(queries.table_of(change.table).primary_key):
            raise ValueError(change.key)
    clean = [rules.cleaned(change) for change in changes]
    faults = rules.faults_of(connection, clean, vocabulary)
    if faults:
        raise InvalidRows(faults)
    return apply(connection, clean, entry)


def apply(connection: Connection, changes: Sequence[Change], entry: Entry) -> Batch:
    """Write changes whose rows have been checked; errors as in `write`."""
    steps = _steps(connection, changes)
    if not steps:
        message = _("Ingenting er endret: radene står slik fra før.")
        raise InvalidRows([Fault("", None, None, "INGEN_ENDRING", message)])
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    note = masked(entry.note)[: limit("text_length")]
    made = connection.execute(
        _NEW_BATCH,
        {
            "kind": entry.kind,
            "at": at,
            "role": entry.role,
            "note": note,
            "token": entry.token or None,
            "undoes": entry.undoes,
        },
    ).inserted_primary_key
    number: int = made[0] if made else 0
    about = {"c_at": at, "c_role": entry.role, "c_batch": number}
    for name in model.TABLES:
        _write_rows(connection, [step for step in steps if step.change.table == name], about)
    connection.execute(_NEW_EVENT, [_event(step, number, at, entry.role) for step in steps])
    connection.execute(_COUNT_UP)
    return Batch(number, entry.kind, at, entry.role, note, len(steps), entry.undoes, False)


def _steps(connection: Connection, changes: Sequence[Change]) -> list[_Step]:
    """Return what is to be done, without what is so already; StoreConflict if others were first."""
    stored = current(connection, changes)
    met = [(change, stored.get((change.table, change.key))) for change in changes]
    conflicts = [
        Conflict(change, row) for change, row in met if change.version != (row and row.version)
    ]
    if conflicts:
        raise StoreConflict(conflicts)
    differing = [(c, row) for c, row in met if c.cells != (row and row.cells)]
    new: dict[str, list[Key]] = {}
    for change, row in differing:
        if row is None:
            new.setdefault(change.table, []).append(change.key)
    # A row made anew goes on counting: an editor of the old one must not meet its number again.
    last = {t: queries.last_versions(connection, t, keys) for t, keys in new.items()}
    steps = []
    for change, row in differing:
        if row is None:
            version = last[change.table].get(change.key, 0) + 1
            steps.append(_Step(change, None, NEW, version))
        else:
            action: Action = DELETED if change.cells is None else CHANGED
            steps.append(_Step(change, row, action, row.version + 1))
    return steps


def current(connection: Connection, changes: Iterable[Change]) -> dict[tuple[str, Key], Stored]:
    """Return the rows that the changes are about, as they stand, by table and key."""
    keys: dict[str, list[Key]] = {}
    for change in changes:
        keys.setdefault(change.table, []).append(change.key)
    return {
        (name, key): row
        for name, wanted in keys.items()
        for key, row in queries.rows_by_key(connection, name, wanted).items()
    }


def _write_rows(connection: Connection, steps: Sequence[_Step], about: Mapping[str, Any]) -> None:
    """Write one table's rows; each statement names the version, so that none is written over."""
    for action in (DELETED, CHANGED, NEW):
        mine = [step for step in steps if step.action == action]
        if not mine:
            continue
        statement = _STATEMENTS[mine[0].change.table][action]
        done = connection.execute(statement, [_parameters(step, about) for step in mine])
        if action != NEW and done.rowcount != len(mine):
            stored = current(connection, (step.change for step in mine))
            raise StoreConflict(
                Conflict(step.change, row)
                for step in mine
                if (row := stored.get((step.change.table, step.change.key))) != step.before
            )


def _parameters(step: _Step, about: Mapping[str, Any]) -> dict[str, Any]:
    change = step.change
    found: dict[str, Any] = {}
    if step.before is not None:
        found = {f"k_{place}": part for place, part in enumerate(change.key)}
        found["seen"] = step.before.version
    if change.cells is not None:
        headers = model.SCHEMAS[change.table].headers
        for place, name in enumerate(headers):
            cell: str | None = change.cells[name]
            found[f"c_{place}"] = cell or (None if name in REFERENCES else "")
        found |= {**about, "c_version": step.version}
    return found


def _event(step: _Step, batch: int, at: str, role: str) -> dict[str, Any]:
    return {
        "batch": batch,
        "tab": step.change.table,
        "key": queries.key_text(step.change.key),
        "action": step.action,
        "version": step.version,
        "before_json": None if step.before is None else _json(step.before.cells),
        "after_json": None if step.change.cells is None else _json(step.change.cells),
        "at": at,
        "role": role,
    }


def _json(cells: Mapping[str, str]) -> str:
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def _statements(name: str, table: Table) -> dict[Action, Any]:
    """Return how rows of a table are written; names of parameters are plain ASCII."""
    schema = model.SCHEMAS[name]
    values: dict[str, Any] = {
        header: bindparam(f"c_{place}") for place, header in enumerate(schema.headers)
    }
    values |= {
        "version": bindparam("c_version"),
        "updated_at": bindparam("c_at"),
        "updated_by_role": bindparam("c_role"),
        "batch": bindparam("c_batch"),
    }
    same = [table.c[header] == bindparam(f"k_{n}") for n, header in enumerate(schema.key)]
    same.append(table.c.version == bindparam("seen"))
    changed = {header: value for header, value in values.items() if header not in schema.key}
    return {
        NEW: insert(table).values(values),
        CHANGED: update(table).where(*same).values(changed),
        DELETED: table.delete().where(*same),
    }


_STATEMENTS: Final = {name: _statements(name, table) for name, table in model.TABLES.items()}
_NEW_BATCH: Final = insert(model.batch)
_NEW_EVENT: Final = insert(model.history)
_COUNT_UP: Final = (
    update(model.meta)
    .where(model.meta.c.key == "revision")
    .values(value=cast(cast(model.meta.c.value, BigInteger) + 1, Text))
)
