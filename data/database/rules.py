"""Check changes before they are written: each row, and what rows say of each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, or_, select

from data.agreement_rules import REFERENCES, check_circles, check_wholes
from data.database import model
from data.database.changes import Change, Key
from data.database.queries import parts, rows_by_key
from data.errors import Fault, shown
from data.language import _
from data.reading import Record, Row, Table, clean_text, rows_of
from data.schema import AGREEMENTS, ALONE, FileSchema
from data.validation import Vocabulary, check_cells

_NAMED: Final = 5
Numbered = Sequence[tuple[int, Change]]
"""Changes of one table with their places among all changes, from 1."""


def cleaned(change: Change) -> Change:
    """Return a change whose cells are text as an import would have read it."""
    if change.cells is None:
        return change
    cells = {
        name: cell.strip() if cell.isascii() else clean_text(_whole(cell)).strip()
        for name, cell in change.cells.items()
    }
    return replace(change, cells=cells)


def _whole(text: str) -> str:
    """Return text without halves of characters, which no file can hold: � in their place."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def faults_of(
    connection: Connection, changes: Sequence[Change], vocabulary: Vocabulary
) -> list[Fault]:
    """Return what is wrong with the changes, warnings left out.

    The `line` of a fault is the change's place among the changes, from 1. Only what is changed
    is checked; what it refers to may be in the store or among the changes.
    """
    numbered = list(enumerate(changes, start=1))
    found = [*_twice(numbered)]
    for name, schema in model.SCHEMAS.items():
        mine = [(place, change) for place, change in numbered if change.table == name]
        if not mine:
            continue
        table, faults = _table(mine, schema)
        found += faults
        if schema is AGREEMENTS:
            found += _check_agreements(connection, mine, table, vocabulary)
        else:
            found += check_cells(table, schema, vocabulary)
            found += _told_before(connection, mine, table, vocabulary)
    return _in_order(found)


def link_faults(connection: Connection, changes: Sequence[Change]) -> list[Fault]:
    """Return only what is wrong with how agreements refer to each other."""
    mine = [(n, c) for n, c in enumerate(changes, start=1) if c.table == AGREEMENTS.name]
    rows = tuple(Row(place, change.cells) for place, change in mine if change.cells is not None)
    touched = {change.key[0] for _place, change in mine}
    by_id = _together(connection, rows, touched)
    found = [
        *_loose(rows, by_id),
        *check_circles(rows, AGREEMENTS.file, by_id),
        *_still_used(connection, mine, touched),
    ]
    return _in_order(found)


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    hard = (fault for fault in faults if fault.severity != "W")
    return sorted(hard, key=lambda fault: fault.line or 0)


def _twice(numbered: Numbered) -> Iterator[Fault]:
    """Find rows that are both written and deleted; rows written twice are found as in a file."""
    seen: dict[tuple[str, Key], tuple[int, bool]] = {}
    for place, change in numbered:
        delete = change.cells is None
        first, deleted = seen.setdefault((change.table, change.key), (place, delete))
        if first != place and (delete or deleted):
            schema = model.SCHEMAS[change.table]
            message = _("«{key}» er både endret og slettet, eller slettet to ganger.").format(
                key=shown(" ".join(change.key))
            )
            yield Fault(schema.file, place, schema.key[0], "ID_DOBBEL", message)


def _table(numbered: Numbered, schema: FileSchema) -> tuple[Table, list[Fault]]:
    """Return the rows that can be checked cell by cell, and what is wrong with the others."""
    faults: list[Fault] = []
    good: list[Record] = []
    headers = schema.headers
    for place, change in numbered:
        if change.cells is None:
            continue
        if change.cells.keys() != set(headers):
            message = _("Raden må ha nettopp disse kolonnene: {columns}.").format(
                columns=", ".join(headers)
            )
            faults.append(Fault(schema.file, place, None, "KOLONNER_MANGLER", message))
        elif tuple(change.cells[name] for name in schema.key) != change.key:
            message = _("«{key}» kan ikke få en annen nøkkel. Lag en ny rad i stedet.").format(
                key=shown(" ".join(change.key))
            )
            faults.append(Fault(schema.file, place, schema.key[0], "NOKKEL_ENDRET", message))
        else:
            good.append(Record(place, [change.cells[name] for name in headers]))
    if not good:
        return Table(schema.file), faults
    table = rows_of(good, headers, 0, schema.file)
    return table, [*faults, *table.faults]


def _check_agreements(
    connection: Connection, numbered: Numbered, table: Table, vocabulary: Vocabulary
) -> Iterator[Fault]:
    touched = {change.key[0] for _place, change in numbered}
    by_id = _together(connection, table.rows, touched)
    words = vocabulary.with_codes(AGREEMENTS.name, frozenset(by_id))
    yield from check_cells(table, AGREEMENTS, words)
    yield from check_wholes(table.rows, table.file, vocabulary.replacements)
    yield from check_circles(table.rows, table.file, by_id)
    yield from _still_used(connection, numbered, touched)


def _together(
    connection: Connection, rows: Sequence[Row], touched: set[str]
) -> dict[str, Mapping[str, str]]:
    """Return the cells, by id, of the rows and of the stored ones that they lead to.

    Step by step: a chain may run on through rows that are not changed.
    """
    together = {row.cells["id"]: row.cells for row in rows}
    seen = set(touched)
    step: Iterable[Mapping[str, str]] = together.values()
    while wanted := {cells[c] for cells in step for c in REFERENCES} - seen - {""}:
        seen |= wanted
        found = rows_by_key(connection, AGREEMENTS.name, [(name,) for name in wanted])
        step = [row.cells for row in found.values()]
        together |= {cells["id"]: cells for cells in step}
    return together


def _loose(rows: Iterable[Row], by_id: Mapping[str, object]) -> Iterator[Fault]:
    for row in rows:
        for column in REFERENCES:
            name = row.cells[column]
            if name and name not in by_id:
                message = _("«{id}»: «{column}» viser til «{name}», som ikke finnes.").format(
                    id=shown(row.cells["id"]), column=column, name=shown(name)
                )
                yield Fault(AGREEMENTS.file, row.line, column, "HENVISNING_UKJENT", message, name)


def _told_before(
    connection: Connection, numbered: Numbered, table: Table, vocabulary: Vocabulary
) -> Iterator[Fault]:
    """Find answers that are stored under another of the municipality's codes, old or new."""
    touched = {change.key for _place, change in numbered}
    today = vocabulary.replacements
    codes: dict[str, set[str]] = {}
    for old, new in today.items():
        codes.setdefault(new, {new}).add(old)
    for row in table.rows:
        code, service = row.cells["kommune"], row.cells["tjeneste"]
        others = codes.get(today.get(code, code), set()) - {code}
        stored = rows_by_key(connection, ALONE.name, [(other, service) for other in others])
        for other, _service in sorted(stored.keys() - touched):
            message = _("Svaret for «{service}» står allerede under kommunenummer {code}.").format(
                service=shown(service), code=shown(other)
            )
            yield Fault(table.file, row.line, "kommune", "ID_DOBBEL", message, code)


def _still_used(connection: Connection, numbered: Numbered, touched: set[str]) -> Iterator[Fault]:
    """Find deleted agreements that rows which stay as they are refer to."""
    deleted = {change.key[0]: place for place, change in numbered if change.cells is None}
    tab = model.agreement.c
    users: dict[str, list[str]] = {}
    for part in parts(deleted):
        query = select(tab.id, tab.del_av, tab.erstattet_av).where(
            or_(tab.del_av.in_(part), tab.erstattet_av.in_(part))
        )
        for user, *links in connection.execute(query):
            for link in {*links} & {*part} if user not in touched else ():
                users.setdefault(link, []).append(user)
    for name, by in users.items():
        message = _(
            "«{name}» kan ikke slettes: {users} viser til den. Ta bort henvisningene først."
        ).format(
            name=shown(name),
            users=", ".join(shown(user) for user in sorted(by)[:_NAMED])
            + (" …" if len(by) > _NAMED else ""),
        )
        yield Fault(AGREEMENTS.file, deleted[name], "id", "HENVISNING_BRUKT", message)
