"""Define what goes into the store and comes out of it: changes, stored rows, batches, events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Key = tuple[str, ...]
Action = Literal["ny", "endret", "slettet"]

NEW: Final = "ny"
CHANGED: Final = "endret"
DELETED: Final = "slettet"


@dataclass(frozen=True, slots=True)
class Change:
    """One row as somebody wants it.

    Attributes
    ----------
    table
        «avtaler» or «alene».
    key
        The cells of the key: the id, or municipality and service.
    cells
        Every cell of the row by header, or None to delete it.
    version
        The version that the editor saw; None where the row must not exist yet.
    """

    table: str
    key: Key
    cells: Mapping[str, str] | None
    version: int | None


@dataclass(frozen=True, slots=True)
class Stored:
    """One row as it stands: its cells by header, and when (UTC, ISO) and by which role it was set.

    A version is never used twice for the same key, not even when a row is deleted and made again.
    """

    table: str
    key: Key
    cells: Mapping[str, str]
    version: int
    updated_at: str
    role: str


@dataclass(frozen=True, slots=True)
class Batch:
    """One save: all of it was written, or nothing.

    `rows` is how many rows it touched, `undoes` the batch that it took back, and `undone` whether
    it has itself been taken back.
    """

    id: int
    kind: str
    at: str
    role: str
    note: str
    rows: int
    undoes: int | None
    undone: bool


@dataclass(frozen=True, slots=True)
class Event:
    """What one batch did to one row; events are in the order of `seq`, never of the clock.

    `before` is None where the row is new, `after` where it was deleted. `version` is the row's
    version from then on.
    """

    seq: int
    batch: int
    kind: str
    table: str
    key: Key
    action: str
    version: int
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None
    at: str
    role: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that came too late, and the row as it stands now; None where it is gone."""

    change: Change
    current: Stored | None


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the store can be written to, and if not, why: a sentence for the reader."""

    writable: bool
    why: str = ""
