"""Choose what can be saved of a plan, so that no agreement refers to one that is not there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from data.agreement_rules import REFERENCES, in_circle
from data.database.changes import Change, Key, Stored
from data.intake.comparing import Planned
from data.schema import AGREEMENTS

Choice = Literal["alt", "gyldige"]


@dataclass(frozen=True)
class Selection:
    """What will be saved; the rows of the file that will not, and the rows that stay after all."""

    changes: tuple[Change, ...]
    left_out: tuple[Planned, ...] = ()
    not_removed: tuple[Stored, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """The rows that can be saved together, and those that can be removed with them."""

    rows: tuple[Planned, ...]
    removed: tuple[Stored, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes to save, each with the version that was seen."""
        written = (
            Change(p.table, p.key, p.cells, p.stored.version if p.stored else None)
            for p in self.rows
        )
        removed = (Change(row.table, row.key, None, row.version) for row in self.removed)
        return (*written, *removed)


def select(
    rows: Sequence[Planned], gone: Sequence[Stored], agreements: Mapping[Key, Stored]
) -> Chosen:
    """Return the rows that can be saved together: as many as possible.

    A row is left out if it refers to an agreement that will not be there, or would close a circle.
    A row that is gone stays if anything refers to it.

    Parameters
    ----------
    rows
        Rows without faults of their own.
    gone
        Rows to be removed.
    agreements
        The agreements that the store holds, by key.
    """
    mine = {p.key[0]: p for p in rows if p.table == AGREEMENTS.name}
    leaving = {row.key[0] for row in gone if row.table == AGREEMENTS.name}
    standing = {key[0]: stored.cells for key, stored in agreements.items()}
    while True:
        _drop_loose(mine, standing)
        result = standing | {id_: p.cells for id_, p in mine.items()}
        leaving = _without_referred(leaving, result)
        circles = set[str]()
        for column in REFERENCES:
            circles |= in_circle({id_: cells.get(column) or "" for id_, cells in result.items()})
        if not circles & mine.keys():
            break
        for id_ in circles & mine.keys():
            del mine[id_]
    kept = {p.line for p in mine.values()}
    chosen = tuple(p for p in rows if p.table != AGREEMENTS.name or p.line in kept)
    removed = tuple(r for r in gone if r.table != AGREEMENTS.name or r.key[0] in leaving)
    return Chosen(chosen, removed)


def _drop_loose(mine: dict[str, Planned], standing: Mapping[str, object]) -> None:
    """Leave out rows that refer to what is not there, and those that refer to them in turn."""
    referring: dict[str, list[str]] = {}
    for id_, planned in mine.items():
        for target in _referred(planned.cells):
            referring.setdefault(target, []).append(id_)
    missing = [target for target in referring if target not in mine and target not in standing]
    while missing:
        dropped = [id_ for id_ in referring.get(missing.pop(), ()) if mine.pop(id_, None)]
        missing += [id_ for id_ in dropped if id_ not in standing]


def _without_referred(leaving: set[str], result: Mapping[str, Mapping[str, str]]) -> set[str]:
    """Return those of the leaving ids that nothing which stays refers to."""
    waiting = [id_ for id_ in result if id_ not in leaving]
    leaving = set(leaving)
    while waiting:
        for target in _referred(result[waiting.pop()]):
            if target in leaving:
                leaving.discard(target)
                waiting.append(target)
    return leaving


def _referred(cells: Mapping[str, str]) -> Iterable[str]:
    return filter(None, (cells.get(column) for column in REFERENCES))
