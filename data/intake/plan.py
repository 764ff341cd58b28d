"""Compare a file with the register: what would be new, changed, gone, and what stands in the way.

A table that the file does not hold is not compared. Nothing is written here: `Plan.changes` gives
what to save, and the store checks it once more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data.agreement_rules import REFERENCES, check_circles, check_wholes
from data.database.changes import Change, Key, Stored
from data.errors import Fault, masked, shown
from data.intake.choosing import Choice, Selection, select
from data.intake.cleaning import Ask, Cleaned
from data.intake.comparing import Planned, compared, waits
from data.language import _
from data.reading import Table
from data.schema import AGREEMENTS, SCHEMAS
from data.validation import check_keys, check_rows
from data.vocabulary import Vocabulary

__all__ = ["Choice", "Plan", "Planned", "Selection", "make_plan"]


@dataclass(frozen=True)
class Plan:
    """What a file would do to the register.

    Attributes
    ----------
    new, changed, unchanged, conflicts
        The rows of the file. A conflict is a row that another has changed since the file was
        written, and that differs from what stands now; both values are in it.
    waiting
        Those of the rows above that name an old municipality nobody has answered for yet.
    gone
        Rows that the register has and the file has not.
    faults
        All there is to say: of the file, its rows, and warnings, by table and line.
    loose
        Faults that there are only if `gone` is removed: rows that refer to what would be removed.
    unsure
        Tables where a row could not be read or has a faulty key, so that it cannot be known what is
        gone. Nothing is removed from them.
    asks
        Old municipalities that must be answered for, and those that have been.
    """

    new: tuple[Planned, ...] = ()
    changed: tuple[Planned, ...] = ()
    unchanged: tuple[Planned, ...] = ()
    conflicts: tuple[Planned, ...] = ()
    waiting: tuple[Planned, ...] = ()
    gone: tuple[Stored, ...] = ()
    faults: tuple[Fault, ...] = ()
    loose: tuple[Fault, ...] = ()
    unsure: frozenset[str] = frozenset()
    asks: tuple[Ask, ...] = ()
    stored: Mapping[Key, Stored] = field(default_factory=dict, repr=False)

    @property
    def blocked(self) -> bool:
        """Whether a fault keeps the file from being saved as a whole."""
        return any(fault.severity != "W" for fault in self.faults)

    @property
    def empty(self) -> bool:
        """Whether the file says what the register says already."""
        return not (self.new or self.changed or self.conflicts or self.gone)

    def changes(
        self,
        choice: Choice = "alt",
        remove_gone: bool = False,
        resolve: Mapping[tuple[str, Key], str] | None = None,
    ) -> tuple[Change, ...]:
        """Return what to save, with the versions that were seen; see `select`."""
        return self.select(choice, remove_gone, resolve).changes

    def select(
        self,
        choice: Choice = "alt",
        remove_gone: bool = False,
        resolve: Mapping[tuple[str, Key], str] | None = None,
    ) -> Selection:
        """Return what would be saved, and what would not.

        Parameters
        ----------
        choice
            «alt»: everything, or nothing at all where there is a fault. «gyldige»: without the rows
            that have a fault, and those that refer to a new row left out.
        remove_gone
            Whether to remove rows that the file does not have. Rows that others still refer to are
            kept, and with «alt» such a reference is a fault.
        resolve
            By table and key of a conflict: «fil» for the file's row, «register» for the one that
            stands. A conflict that is not here is left out.

        Rows that wait for an answer about an old municipality are left out.
        """
        if choice == "alt" and (self.blocked or (remove_gone and self.loose)):
            rows = (*self.new, *self.changed, *self.conflicts)
            return Selection((), rows, self.gone if remove_gone else ())
        chosen = resolve or {}
        taken = [p for p in self.conflicts if chosen.get((p.table, p.key)) == "fil"]
        candidates = [*self.new, *self.changed, *taken]
        waiting = {(p.table, p.line) for p in self.waiting}
        bad = {(p.table, p.line) for p in candidates if p.faulty}
        ready = [p for p in candidates if (p.table, p.line) not in waiting | bad]
        gone = [row for row in self.gone if row.table not in self.unsure] if remove_gone else []
        agreements = {k: s for k, s in self.stored.items() if s.table == AGREEMENTS.name}
        found = select(ready, gone, agreements)
        kept = {(p.table, p.line) for p in found.rows}
        every = (*self.new, *self.changed, *self.conflicts)
        left = tuple(p for p in every if (p.table, p.line) not in kept)
        removed = {(row.table, row.key) for row in found.removed}
        kept_gone = tuple(row for row in self.gone if (row.table, row.key) not in removed)
        return Selection(found.changes, left, kept_gone if remove_gone else ())


def make_plan(
    cleaned: Cleaned, stored: Mapping[str, Sequence[Stored]], vocabulary: Vocabulary
) -> Plan:
    """Compare a cleaned file with the rows of the store.

    Parameters
    ----------
    cleaned
        The file's rows in the register's form.
    stored
        By table («avtaler», «alene»), the rows that the store holds.
    vocabulary
        The codes that may be used; the ids of agreements are taken from file and store.
    """
    rows = {(row.table, row.key): row for table in stored.values() for row in table}
    ids = {row.key[0] for row in rows.values() if row.table == AGREEMENTS.name}
    if AGREEMENTS.name in cleaned.tables:
        ids |= {row.cells["id"] for row in cleaned.tables[AGREEMENTS.name].rows}
    words = Vocabulary(
        {**vocabulary.codes, AGREEMENTS.name: frozenset(ids - {""})},
        vocabulary.successors,
        vocabulary.names,
    )
    parts = [
        _compare(name, table, [r for r in rows.values() if r.table == name], words)
        for name, table in cleaned.tables.items()
    ]
    return _joined(parts, cleaned, {row.key: row for row in rows.values()})


@dataclass(frozen=True)
class _Part:
    """What one table of the file would do."""

    rows: tuple[Planned, ...]
    gone: tuple[Stored, ...]
    faults: tuple[Fault, ...]
    loose: tuple[Fault, ...]
    unsure: bool
    waiting: frozenset[int]


def _compare(name: str, table: Table, stored: Sequence[Stored], vocabulary: Vocabulary) -> _Part:
    schema = SCHEMAS[name]
    planned, faults = compared(table, schema, stored, vocabulary.replacements)
    faults += check_keys(table, schema, vocabulary.replacements)
    touched = {p.line for p in planned if p.kind != "unchanged"}
    rows = [row for row in table.rows if row.line in touched]
    faults += check_rows(rows, schema, vocabulary, table.file)
    keys = {p.key for p in planned}
    # A sheet that nobody has filled in says nothing of what should go.
    gone = tuple(row for row in stored if row.key not in keys) if table.rows else ()
    loose: list[Fault] = []
    if schema is AGREEMENTS:
        faults += check_wholes(rows, table.file, vocabulary.replacements)
        result = {row.key[0]: row.cells for row in stored}
        result |= {row.cells["id"]: row.cells for row in table.rows}
        faults += check_circles(rows, table.file, result)
        loose = list(_loose(table, {row.key[0] for row in gone}))
    by_line: dict[int, list[Fault]] = {}
    for fault in faults:
        by_line.setdefault(fault.line or 0, []).append(fault)
    waiting = frozenset(
        p.line for p in planned if p.line in touched and waits(p, schema, vocabulary)
    )
    unsure = any(f.severity != "W" for f in table.faults) or any(
        row.line in waiting and any(vocabulary.today(row.cells[c]) for c in schema.key)
        for row in table.rows
    )
    unsure = unsure or any(f.severity != "W" and f.column in schema.key for f in faults)
    marked = tuple(_marked(p, by_line.get(p.line, ())) for p in planned)
    return _Part(marked, gone, tuple(faults), tuple(loose), unsure, waiting)


def _marked(planned: Planned, faults: Iterable[Fault]) -> Planned:
    """Return a row that knows whether it is faulty; one that is shows no personal data."""
    faulty = any(fault.severity != "W" for fault in faults)
    return planned.refused(masked) if faulty else planned


def _loose(table: Table, gone: set[str]) -> Iterable[Fault]:
    """Give the faults of rows that refer to an agreement that the file does not have."""
    for row in table.rows:
        for column in REFERENCES:
            if row.cells[column] in gone:
                message = _(
                    "«{column}» viser til «{id}», som ikke står i fila og derfor ville bli fjernet."
                ).format(column=column, id=shown(row.cells[column]))
                code = "HENVISNING_FJERNES"
                yield Fault(table.file, row.line, column, code, message, row.cells[column])


def _joined(parts: Sequence[_Part], cleaned: Cleaned, stored: Mapping[Key, Stored]) -> Plan:
    by_kind: dict[str, list[Planned]] = {}
    for part in parts:
        for planned in part.rows:
            by_kind.setdefault(planned.kind, []).append(planned)
    waiting = tuple(p for part in parts for p in part.rows if p.line in part.waiting)
    faults = [*cleaned.faults, *(fault for part in parts for fault in part.faults)]
    order = {table.file: place for place, table in enumerate(cleaned.tables.values())}
    faults.sort(key=lambda fault: (order.get(fault.file, -1), fault.line or 0))
    names = [name for name, part in zip(cleaned.tables, parts, strict=True) if part.unsure]
    return Plan(
        **{kind: tuple(by_kind.get(kind, ())) for kind in ("new", "changed", "unchanged")},
        conflicts=tuple(by_kind.get("conflict", ())),
        waiting=waiting,
        gone=tuple(row for part in parts for row in part.gone),
        faults=tuple(faults),
        loose=tuple(fault for part in parts for fault in part.loose),
        unsure=frozenset(names),
        asks=cleaned.asks,
        stored=stored,
    )
